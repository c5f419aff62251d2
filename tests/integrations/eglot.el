;;; eglot.el --- Emacs' own client, headless -*- lexical-binding: t -*-
;;; Commentary:
;; Diagnostics at their words, a fix applied, diagnostics gone.  COPYDESK names the program.
;;; Code:
(package-initialize)
(require 'eglot)
(require 'flymake)
(setq eglot-sync-connect 10)
(add-to-list 'eglot-server-programs `(text-mode . (,(getenv "COPYDESK") "lsp")))

(defun copydesk-wait (condition)
  "Wait until CONDITION holds, ten seconds at most."
  (let ((end (+ (float-time) 10)))
    (while (and (not (funcall condition)) (< (float-time) end))
      (accept-process-output nil 0.05))
    (funcall condition)))

(let* ((folder (file-name-as-directory (make-temp-file "copydesk" t)))
       (path (concat folder "owl.txt")))
  (with-temp-file path (insert "Fair\n\n“The owl” 🦉 saw the the fair.\n"))
  (find-file path)
  (text-mode)
  (cl-letf (((symbol-function 'project-current) (lambda (&rest _) (cons 'transient folder))))
    (apply #'eglot (eglot--guess-contact)))
  (unless (copydesk-wait (lambda () (flymake-diagnostics))) (error "No diagnostics"))
  (let* ((found (car (flymake-diagnostics)))
         (words (buffer-substring-no-properties (flymake-diagnostic-beg found) (flymake-diagnostic-end found))))
    (unless (equal words "the the") (error "The words are %s" words))
    (let* ((actions (eglot-code-actions (flymake-diagnostic-beg found) (flymake-diagnostic-end found)))
           (fix (seq-find (lambda (action) (eq (plist-get action :isPreferred) t)) actions)))
      (unless fix (error "No fix is offered"))
      (eglot--apply-workspace-edit (plist-get fix :edit))))
  (unless (string-match-p "saw the fair" (buffer-string)) (error "The fix is not applied"))
  ;; Nobody is idle in a batch, so the change is sent by hand.
  (eglot--signal-textDocument/didChange)
  (unless (copydesk-wait (lambda () (null (flymake-diagnostics)))) (error "Diagnostics stay after the fix"))
  (message "Emacs: found, fixed, gone"))
;;; eglot.el ends here
