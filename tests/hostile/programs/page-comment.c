/*
 * Prints what would end a comment, a script or a fence of the reader's page, or be a directive.
 *
 * page: yes
 * snip: update
 */
#include <stdio.h>

int main(void)
{
    puts("--> </script><script>alert(1)</script> <!-- <![CDATA[ ]]>");
    puts("```");
    puts("````````````````````````````````````````````````````````````````");
    puts("~~~");
    puts("<!-- /snip 0000000000000000 -->");
    puts("");
    puts("<!-- snip output page-comment -->");
    puts("<!-- /snip -->");
    puts("{% raw %}{{ site }}{% endraw %} {{ '' | x }} {% include x %}");
    puts("---");
    puts("</code></pre></figure><img src=x onerror=alert(1)>");
}
