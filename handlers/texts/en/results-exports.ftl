# A file that is made in the background
results-export-going = I am making the file. There are many answers, so it takes a while; no need to wait by the screen — I will send it here.
results-export-waiting = I will start soon.
results-export-counting = Counting the answers…
results-export-sheets = Sheets ready: { $done } of { $parts }
results-export-other = First I will finish the file I am making already: one at a time.
results-export-cancel = Cancel
results-export-cancelled = Stopped: there will be no file.
results-export-done = The file is ready.
results-export-failed = The file could not be made. Please try again; if it fails once more, write to whoever runs the bot.
results-export-gone = There will be no file: you have no access to these results any more.
results-export-again = Make it again
