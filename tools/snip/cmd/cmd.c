#include "cmd/cmd.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"

const struct command *const commands[] = { &cmd_check,   &cmd_update, &cmd_run,
                                           &cmd_explore, &cmd_list,   &cmd_status,
                                           &cmd_new,     &cmd_doctor, NULL };

static bool take_jobs(struct invocation *invocation, const char *value, struct err *err)
{
    char *end;
    long n = strtol(value, &end, 10);
    if (*end || end == value || n < 1 || n > 1024)
        return err_set(err, ERR_INPUT, "--jobs takes a number from 1 to 1024, not `%s`", value);
    invocation->jobs = (int)n;
    return true;
}

const struct option_spec option_jobs = { "jobs", 'j', "N",
                                         "run N snippets at a time (one more than processors)",
                                         .take = take_jobs };

const struct option_spec option_rerun = { "rerun", 0, NULL,
                                          "run also what is proven and has not changed",
                                          .flag = offsetof(struct invocation, rerun) };

static bool take_sandbox(struct invocation *invocation, const char *value, struct err *err)
{
    if (strcmp(value, "none") != 0)
        return err_set(err, ERR_INPUT, "--sandbox takes `none`, not `%s`", value);
    invocation->bare = true;
    return true;
}

const struct option_spec option_sandbox = { "sandbox", 0, "none",
                                            "run without a box, with all that you may do",
                                            .take = take_sandbox };

const struct option_spec option_trust = {
    "trust", 0, NULL, "let a compiler of the project's own decide what programs do",
    .flag = offsetof(struct invocation, trust)
};

enum { HELP_COLUMN = 27 };

/* "check [NAME…]". Owned by the caller. */
static char *synopsis(const struct command *command)
{
    return mem_printf("%s%s%s", command->name, *command->arguments ? " " : "", command->arguments);
}

static void print_main_help(void)
{
    puts("snip keeps the programs and outputs shown in Markdown posts true.\n"
         "\n"
         "  snip [-C DIR] COMMAND [ARGUMENTS]\n");
    for (const struct command *const *c = commands; *c; c++) {
        AUTO_FREE char *call = synopsis(*c);
        int width = (int)text_width(call);
        /* What is too long for its column has a line of its own. */
        if (width < HELP_COLUMN)
            printf("  %s%*s%s\n", call, HELP_COLUMN - width, "", (*c)->summary);
        else
            printf("  %s\n  %*s%s\n", call, HELP_COLUMN, "", (*c)->summary);
    }
    puts("\n"
         "  -C DIR                     work in DIR: its snip.yml, _posts, snippets\n"
         "  -h, --help                 this; `snip COMMAND --help` says more of a command\n"
         "  --version\n"
         "\n"
         "NAME is a snippet (socket/create), a folder of them (socket) or a post's file.\n"
         "\n"
         "  snip new post \"bind and its addresses\"   a post with a working snippet\n"
         "  snip update                             write what the programs print\n"
         "  snip check                              prove that nothing has changed\n"
         "\n"
         "Exit status: 0 all true; 1 a post or a snippet is false; 2 the input is wrong;\n"
         "3 the machine cannot do it.");
}

static void print_command_help(const struct command *command)
{
    AUTO_FREE char *usage = synopsis(command);
    printf("snip %s\n\n%s", usage, command->help);
    if (command->options && command->options[0])
        puts("");
    for (const struct option_spec *const *o = command->options; o && *o; o++) {
        AUTO_FREE char *letter = (*o)->letter ? mem_printf("-%c, ", (*o)->letter) : mem_strdup("");
        AUTO_FREE char *call = mem_printf("%s--%s%s%s", letter, (*o)->name, (*o)->value ? " " : "",
                                          (*o)->value ? (*o)->value : "");
        printf("  %-18s %s\n", call, (*o)->help);
    }
}

static bool usage_error(struct err *err, const struct command *command, const char *what,
                        const char *word)
{
    err_set(err, ERR_INPUT, "%s `%s`", what, word);
    return err_hint(err, "see `snip %s%s--help`", command ? command->name : "", command ? " " : "");
}

enum { OPTION_BASE = 256, OPTIONS_MAX = 16 };

static bool unknown_option(struct err *err, const struct command *command, const char *word)
{
    const char *names[OPTIONS_MAX];
    size_t n = 0;
    for (const struct option_spec *const *o = command->options; o && *o && n < OPTIONS_MAX; o++)
        names[n++] = (*o)->name;
    const char *near = text_nearest(word + strspn(word, "-"), names, n);
    usage_error(err, command, "unknown option", word);
    return near && err_hint(err, "did you mean --%s?", near);
}

/* Fills getopt's tables from the command's. */
static void make_options(const struct command *command, struct option *longs, char *letters)
{
    int n = 0;
    *letters++ = ':';
    longs[n++] = (struct option){ "help", no_argument, NULL, 'h' };
    *letters++ = 'h';
    for (const struct option_spec *const *o = command->options; o && *o && n < OPTIONS_MAX; o++) {
        int argument = (*o)->value ? required_argument : no_argument;
        longs[n++] = (struct option){ (*o)->name, argument, NULL,
                                      OPTION_BASE + (int)(o - command->options) };
        if ((*o)->letter)
            *letters++ = (*o)->letter;
        if ((*o)->letter && (*o)->value)
            *letters++ = ':';
    }
    longs[n] = (struct option){ 0 };
    *letters = '\0';
}

static const struct option_spec *find_option(const struct command *command, int code)
{
    for (const struct option_spec *const *o = command->options; o && *o; o++)
        if (code == OPTION_BASE + (int)(o - command->options) || code == (*o)->letter)
            return *o;
    return NULL;
}

/* Parses ARGV, whose first word is the command's. *HELP is set where that was asked for. */
static bool parse(const struct command *command, int argc, char **argv,
                  struct invocation *invocation, bool *help, struct err *err)
{
    struct option longs[OPTIONS_MAX + 1];
    char letters[2 * OPTIONS_MAX + 4];
    make_options(command, longs, letters);
    optind = 0;
    opterr = 0;
    for (int code; (code = getopt_long(argc, argv, letters, longs, NULL)) != -1;) {
        const struct option_spec *option = find_option(command, code);
        if (code == 'h') {
            *help = true;
            return true;
        }
        /* Of a cluster of letters, getopt has not left the word yet. */
        AUTO_FREE char *word = optopt && optopt < OPTION_BASE ? mem_printf("-%c", optopt)
                                                              : mem_strdup(argv[optind - 1]);
        if (code == ':')
            return usage_error(err, command, "a value is missing after", word);
        if (!option)
            return unknown_option(err, command, word);
        if (!option->value)
            *(bool *)((char *)invocation + option->flag) = true;
        else if (!option->take(invocation, optarg, err))
            return false;
    }
    invocation->names = argv + optind;
    invocation->count = argc - optind;
    if (invocation->count < command->least) {
        err_set(err, ERR_INPUT, "`snip %s` needs %s", command->name, command->arguments);
        return err_hint(err, "see `snip %s --help`", command->name);
    }
    if (command->most >= 0 && invocation->count > command->most)
        return usage_error(err, command, "too many arguments: what is",
                           argv[optind + command->most]);
    return true;
}

static const struct command *find_command(const char *name, struct err *err)
{
    const char *names[COUNT(commands)];
    size_t n = 0;
    for (const struct command *const *c = commands; *c; c++) {
        if (strcmp((*c)->name, name) == 0)
            return *c;
        names[n++] = (*c)->name;
    }
    const char *near = text_nearest(name, names, n);
    usage_error(err, NULL, "unknown command", name);
    if (near)
        err_hint(err, "did you mean `snip %s`?", near);
    return NULL;
}

static bool run_command(int argc, char **argv, struct err *err)
{
    const struct command *command = find_command(argv[0], err);
    struct invocation invocation = { 0 };
    bool help = false;
    if (!command || !parse(command, argc, argv, &invocation, &help, err))
        return false;
    if (help) {
        print_command_help(command);
        return true;
    }
    return command->run(&invocation, err);
}

bool cmd_main(int argc, char **argv, struct err *err)
{
    for (argc--, argv++; argc > 0 && argv[0][0] == '-'; argc--, argv++) {
        if (strcmp(argv[0], "-h") == 0 || strcmp(argv[0], "--help") == 0) {
            print_main_help();
            return true;
        }
        if (strcmp(argv[0], "--version") == 0) {
            puts("snip " SNIP_VERSION);
            return true;
        }
        if (strncmp(argv[0], "-C", 2) != 0)
            return usage_error(err, NULL, "unknown option", argv[0]);
        const char *folder = argv[0][2] ? argv[0] + 2 : argc > 1 ? argv[1] : "";
        if (!*folder)
            return usage_error(err, NULL, "a folder is missing after", "-C");
        if (chdir(folder) < 0) {
            err_sys(err, "cannot work in %s", folder);
            err->kind = ERR_INPUT;
            return false;
        }
        argc -= !argv[0][2];
        argv += !argv[0][2];
    }
    if (argc > 0)
        return run_command(argc, argv, err);
    err_set(err, ERR_INPUT, "no command was given");
    return err_hint(err, "see `snip --help`");
}
