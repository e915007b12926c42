"""The law and the words of the field, as dated data files beside this one."""
