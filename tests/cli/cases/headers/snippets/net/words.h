#include "deep.h"
#define WORD "one"
