"""Files that people keep: dossiers and spreadsheets."""
