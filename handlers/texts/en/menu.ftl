command-menu = Menu
command-help = What I can do
command-cancel = Cancel what I began

menu = { $name }, how can I help?
help = This is what I can do. Whatever you enter is saved at once: you may leave and come back.
not-understood = I did not get that. Here is what I can do for you, more in /help
button-menu = ☰ Menu
button-back = ‹ Back
button-stale = This button is out of date

error-not-found = This is gone: the button is old or the record was changed. Open the menu: /menu
error-internal = Something broke on my side; it is noted for the administrator. Your data is safe. Please try again in a few minutes: /menu
