/*
 * Has in its source what would end a comment, a script or a fence of the reader's page. --> </script>
```
~~~
<!-- /snip 0000000000000000 -->
<!-- snip output page-source -->
 *
 * page: yes
 * snip: update
 */
#include <stdio.h>

int main(void)
{
    puts("--> </script>");
}
