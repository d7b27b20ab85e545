"""The rule editors' workbench: drafts, their check and impact, publishing, versions."""
