// a part of the menu
