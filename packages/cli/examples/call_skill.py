"""Calls a published skill by the OpenAPI description of its agent; needs nothing but Python 3.

    bindery types front-desk --as openapi > front-desk.json
    BINDERY_API_KEY=bnd_... python3 call_skill.py front-desk.json find_patient caller_phone=+31612345678
"""
import json
import os
import sys
import urllib.error
import urllib.request
import uuid


def find_operation(description, name):
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            if operation["operationId"] == name:
                return path, method.upper()
    names = [o["operationId"] for item in description["paths"].values() for o in item.values()]
    raise SystemExit(f"There is no skill {name!r}; there is {', '.join(names)}.")


def call(description, name, params):
    path, method = find_operation(description, name)
    request = urllib.request.Request(
        description["servers"][0]["url"] + path,
        method=method,
        data=json.dumps({"params": params}).encode(),
        headers={
            "Authorization": f"Bearer {os.environ['BINDERY_API_KEY']}",
            "Content-Type": "application/json",
            "Idempotency-Key": str(uuid.uuid4()),
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)["data"]
    except urllib.error.HTTPError as refused:
        problem = json.load(refused)
        raise SystemExit(f"{problem['code']}: {problem['detail']}")


if __name__ == "__main__":
    file, skill, *pairs = sys.argv[1:]
    with open(file, encoding="utf-8") as text:
        described = json.load(text)
    print(json.dumps(call(described, skill, dict(pair.split("=", 1) for pair in pairs))))
