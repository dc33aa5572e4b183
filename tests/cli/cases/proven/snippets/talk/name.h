#define NAME "door"
