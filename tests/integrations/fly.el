;;; fly.el --- flymake and flycheck, headless -*- lexical-binding: t -*-
;;; Commentary:
;; The backends that docs/editors.md gives, loaded from FLYMAKE and FLYCHECK: what they mark must be the words.
;;; Code:
(package-initialize)
(require 'json)
(require 'cl-lib)

(defun copydesk-wait (condition)
  "Wait until CONDITION holds, ten seconds at most."
  (let ((end (+ (float-time) 10)))
    (while (and (not (funcall condition)) (< (float-time) end))
      (accept-process-output nil 0.05))
    (funcall condition)))

(defun copydesk-draft ()
  "A buffer with a slip behind curly quotes and an emoji."
  (let ((path (concat (file-name-as-directory (make-temp-file "copydesk" t)) "owl.txt")))
    (with-temp-file path (insert "Fair\n\n“The owl” 🦉 saw the the fair.\n"))
    (find-file path)))

(when (getenv "FLYMAKE")
  (load (getenv "FLYMAKE") nil t)
  (copydesk-draft)
  (text-mode)
  (unless (copydesk-wait #'flymake-diagnostics) (error "Flymake finds nothing"))
  (let* ((found (car (flymake-diagnostics)))
         (words (buffer-substring-no-properties (flymake-diagnostic-beg found) (flymake-diagnostic-end found))))
    (unless (equal words "the the") (error "The words of flymake are %s" words)))
  (setq text-mode-hook nil)
  (message "flymake: the words are marked"))

(when (and (getenv "FLYCHECK") (require 'flycheck nil t))
  (load (getenv "FLYCHECK") nil t)
  (copydesk-draft)
  (text-mode)
  (setq flycheck-checker 'copydesk flycheck-check-syntax-automatically nil)
  (flycheck-mode 1)
  (flycheck-buffer)
  (unless (copydesk-wait (lambda () flycheck-current-errors)) (error "Flycheck finds nothing"))
  (let* ((found (car flycheck-current-errors))
         (place (save-excursion (goto-char (point-min)) (forward-line (1- (flycheck-error-line found)))
                                (+ (point) (1- (flycheck-error-column found))))))
    (unless (and (eq (flycheck-error-level found) 'error) (equal (flycheck-error-id found) "typo/doubled-word")
                 (equal (buffer-substring-no-properties place (+ place 7)) "the the"))
      (error "Flycheck says %S" found)))
  (message "flycheck: the words are marked"))
;;; fly.el ends here
