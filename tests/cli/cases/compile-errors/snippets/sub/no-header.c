#include "no-such.h"

int main(void)
{
}
