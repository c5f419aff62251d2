" ALE with the linter that docs/editors.md gives, in a folder with owl.txt and ale_linters: what it marks is written to
" landed, a line each, bytes first.
set nocompatible
filetype plugin on
execute 'set runtimepath^=' . $ALE . ',' . getcwd()
let g:ale_linters = {'text': ['copydesk']}
let g:ale_linters_explicit = 1
runtime plugin/ale.vim
function! Landed() abort
  let l:out = []
  for l:one in ale#engine#GetLoclist(bufnr(''))
    call add(l:out, l:one.code . ' ' . l:one.type . ' ' . getline(l:one.lnum)[l:one.col - 1 : l:one.end_col - 1])
  endfor
  call writefile(l:out, 'landed')
  qall!
endfunction
autocmd User ALELintPost call Landed()
edit owl.txt
set filetype=text
call ale#Queue(0, '')
let s:waited = 0
while s:waited < 100
  sleep 50m
  let s:waited += 1
endwhile
cquit!
