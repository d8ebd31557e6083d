/** What a shell is told so that Tab asks `bindery complete`. */
export const completionScripts = {
  bash: `_bindery() {
  local IFS=$'\\n'
  COMPREPLY=($(bindery complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | sed 's/ /\\\\ /g'))
}
complete -o default -F _bindery bindery
`,
  zsh: `#compdef bindery
_bindery() {
  local -a found
  found=("\${(@f)$(bindery complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -a found
}
compdef _bindery bindery
`,
  fish: `complete -c bindery -f -a '(bindery complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
`,
  pwsh: `Register-ArgumentCompleter -Native -CommandName bindery -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" })
  if ($wordToComplete -eq '') { $words += '' }
  bindery complete -- $words 2>$null | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`,
} as const
