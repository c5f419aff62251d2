-- Neovim 0.11 and later with the settings that docs/editors.md gives, in the file SETTINGS: the server starts by itself,
-- diagnostics stand at their words, a fix is applied, diagnostics are gone. `copydesk` is on the path.
local function fail(message)
  io.stderr:write("failed: " .. message .. "\n")
  vim.cmd("cquit 1")
end

dofile(vim.env.SETTINGS)
local folder = vim.fn.tempname()
vim.fn.mkdir(folder, "p")
vim.fn.writefile({ "profile = \"us\"" }, folder .. "/copydesk.toml")
local function opened(name, lines)
  vim.fn.writefile(lines, folder .. "/" .. name)
  vim.cmd("edit " .. folder .. "/" .. name)
  return vim.api.nvim_get_current_buf()
end
local function count(buffer, wanted)
  return vim.wait(5000, function() return #vim.diagnostic.get(buffer) == wanted end, 20)
end

for _, name in ipairs({ "owl.txt", "owl.md", "owl.html" }) do
  local lines = { "Fair", "", "“The owl” 🦉 saw the the fair." }
  if name == "owl.html" then lines[3] = "<p>“The owl” 🦉 saw the the fair.</p>" end
  local buffer = opened(name, lines)
  if not count(buffer, 1) then fail(name .. ": " .. vim.inspect(vim.diagnostic.get(buffer))) end
  local found = vim.diagnostic.get(buffer)[1]
  local line = vim.api.nvim_buf_get_lines(buffer, found.lnum, found.lnum + 1, false)[1]
  -- Neovim counts bytes.
  local words = line:sub(found.col + 1, found.end_col)
  if words ~= "the the" then fail(name .. ": the words are " .. words) end
  vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col })
  vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.isPreferred end })
  local mended = vim.wait(5000, function()
    return vim.api.nvim_buf_get_lines(buffer, 2, 3, false)[1]:find("saw the fair", 1, true) ~= nil
  end, 20)
  if not mended then fail(name .. ": the fix is not applied") end
  if not count(buffer, 0) then fail(name .. ": diagnostics stay after the fix") end
end
print("Neovim " .. tostring(vim.version()) .. ", by the settings alone: found, fixed, gone\n")
vim.cmd("qall!")
