" The quickfix list of Vim and Neovim, by the settings that docs/editors.md gives: `concise` with `:make`, and the command
" `:Copydesk`, taken from the page into COMMAND. Run in a folder with owl.txt; writes where the cursor lands.
let &makeprg = 'copydesk check --no-config --format concise %'
set errorformat=%f:%l:%v:\ %t%*[a-z][%*[^]]]:\ %m
edit owl.txt
let s:landed = []
function! s:Land() abort
  for l:one in range(1, len(getqflist()))
    execute 'cc' l:one
    call add(s:landed, getqflist()[l:one - 1].text . ' | ' . getline('.')[col('.') - 1 : col('.') + 5])
  endfor
endfunction
silent make!
call s:Land()
" Behind wide characters `concise` lands early, bytes do not.
source $COMMAND
call setline(3, '“The owl” 🦉 漢字 — saw the the fair. It could of won.')
silent Copydesk
call s:Land()
call writefile(s:landed, 'landed')
qall!
