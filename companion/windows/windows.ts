/** A window of Windows' own (WinForms), which PowerShell opens; that is on every Windows 10 and 11, and needs no rights. */
import type { Opener } from './opener.ts'

/** The question comes as JSON over the standard input, so that it stands in no list of processes; what is typed goes back the same way. */
const SCRIPT = `
$ErrorActionPreference = 'Stop'
[Console]::InputEncoding = [Text.Encoding]::UTF8
[Console]::OutputEncoding = New-Object Text.UTF8Encoding $false
$asked = [Console]::In.ReadToEnd() | ConvertFrom-Json
Add-Type -AssemblyName System.Windows.Forms, System.Drawing
[Windows.Forms.Application]::EnableVisualStyles()
$form = New-Object Windows.Forms.Form
$form.Text = $asked.title
$form.Font = New-Object Drawing.Font 'Segoe UI', 10
$form.FormBorderStyle = 'FixedDialog'; $form.MaximizeBox = $false; $form.MinimizeBox = $false
$form.StartPosition = 'CenterScreen'; $form.TopMost = $true; $form.AutoSize = $true; $form.AutoSizeMode = 'GrowAndShrink'
$all = New-Object Windows.Forms.FlowLayoutPanel
$all.FlowDirection = 'TopDown'; $all.AutoSize = $true; $all.WrapContents = $false; $all.Padding = New-Object Windows.Forms.Padding 16
foreach ($line in @($asked.lines) + @($asked.label)) {
  $text = New-Object Windows.Forms.Label
  $text.Text = $line; $text.UseMnemonic = $false; $text.AutoSize = $true
  $text.MaximumSize = New-Object Drawing.Size 460, 0; $text.Margin = New-Object Windows.Forms.Padding 0, 0, 0, 8
  $all.Controls.Add($text)
}
$field = New-Object Windows.Forms.TextBox
$field.Width = 460; $field.MaxLength = 256; $field.UseSystemPasswordChar = ($asked.kind -eq 'pin')
$all.Controls.Add($field)
$buttons = New-Object Windows.Forms.FlowLayoutPanel
$buttons.AutoSize = $true
$ok = New-Object Windows.Forms.Button; $ok.Text = 'OK'; $ok.DialogResult = 'OK'
$cancel = New-Object Windows.Forms.Button; $cancel.Text = $asked.cancel; $cancel.DialogResult = 'Cancel'; $cancel.AutoSize = $true
$buttons.Controls.AddRange(@($ok, $cancel)); $all.Controls.Add($buttons)
$form.AcceptButton = $ok; $form.CancelButton = $cancel
$form.Controls.Add($all)
$form.Add_Shown({ $form.Activate(); $field.Focus() | Out-Null })
if ($form.ShowDialog() -ne 'OK') { exit 1 }
[Console]::Out.Write($field.Text)
`

export const windowsWindow: Opener = (asking) => ({
  command: 'powershell.exe',
  args: ['-NoProfile', '-NonInteractive', '-STA', '-ExecutionPolicy', 'Bypass', '-EncodedCommand', encoded(SCRIPT)],
  stdin: JSON.stringify({ ...asking, cancel: 'Hủy / Cancel' }),
})

const encoded = (script: string) => Buffer.from(script, 'utf16le').toString('base64')
