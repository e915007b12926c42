"""From a file to tables of cells, whatever the file is."""
