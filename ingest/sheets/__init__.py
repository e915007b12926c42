"""The registry's facts as sheets: a workbook, a folder of CSV files, or JSON Lines, out and back in."""
