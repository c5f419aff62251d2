-- Neovim's own client, headless: diagnostics at their words, a fix applied, diagnostics gone. COPYDESK names the program.
local function fail(message)
  io.stderr:write("failed: " .. message .. "\n")
  vim.cmd("cquit 1")
end

local folder = vim.fn.tempname()
vim.fn.mkdir(folder, "p")
local path = folder .. "/owl.txt"
vim.fn.writefile({ "Fair", "", "“The owl” 🦉 saw the the fair." }, path)
vim.cmd("edit " .. path)
local buffer = vim.api.nvim_get_current_buf()
local id = vim.lsp.start_client({ name = "copydesk", cmd = { vim.env.COPYDESK, "lsp" }, root_dir = folder })
vim.lsp.buf_attach_client(buffer, id)
local function count(wanted)
  return vim.wait(5000, function() return #vim.diagnostic.get(buffer) == wanted end, 20)
end
if not count(1) then fail("no diagnostics: " .. vim.inspect(vim.diagnostic.get(buffer))) end
local found = vim.diagnostic.get(buffer)[1]
-- Neovim counts bytes: what stands there must be the words.
local line = vim.api.nvim_buf_get_lines(buffer, found.lnum, found.lnum + 1, false)[1]
local words = line:sub(found.col + 1, found.end_col)
if words ~= "the the" then fail("the words are " .. words) end
vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col })
local params = vim.lsp.util.make_range_params()
params.context = { diagnostics = {} }
local answers = vim.lsp.buf_request_sync(buffer, "textDocument/codeAction", params, 5000)
local action
for _, answer in pairs(answers) do
  for _, one in ipairs(answer.result or {}) do
    if one.isPreferred then action = one end
  end
end
if not action then fail("no fix is offered") end
vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
if vim.api.nvim_buf_get_lines(buffer, 2, 3, false)[1] ~= "“The owl” 🦉 saw the fair." then fail("the fix is not applied") end
if not count(0) then fail("diagnostics stay after the fix") end
print("Neovim: found, fixed, gone\n")
vim.cmd("qall!")
