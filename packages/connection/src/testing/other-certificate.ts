/** An authority that vouches for nothing here. For tests on loopback only; its key was thrown away. */
export const otherCertificate = `-----BEGIN CERTIFICATE-----
MIIBpTCCAUugAwIBAgIUcmvMpk5W7HHGiyDrG7z+v2ssOCkwCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMYW5vdGhlci50ZXN0MCAXDTI2MTEyMjAyMzYzMVoYDzIxMjYx
MDI5MDIzNjMxWjAXMRUwEwYDVQQDDAxhbm90aGVyLnRlc3QwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAATAxRnc4VA8S6NW+2CM2hw0aG/D5Sh+E+aPWhOKEXjrbTqf
op0wNLBILUNCx/S1qkjmaswhCRUYghFIEDnImsUwo3MwcTAdBgNVHQ4EFgQUvqQX
Idf5mae+USDKwTOfU1gruzgwHwYDVR0jBBgwFoAUvqQXIdf5mae+USDKwTOfU1gr
uzgwDwYDVR0TAQH/BAUwAwEB/zAeBgNVHREEFzAVgg1wcm92aWRlci50ZXN0hwR/
AAABMAoGCCqGSM49BAMCA0gAMEUCIDQuA0mth07b05cxklKinIHeVVRFXiOGHLs8
qqcGDDjIAiEA+prcXaQ+oEQe12ZuIFBV9gRvshd0iNFdjpReRnSSCQI=
-----END CERTIFICATE-----
`
