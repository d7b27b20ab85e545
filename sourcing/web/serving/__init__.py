"""Starting, answering and refusing: what holds of every answer, whatever the page."""
