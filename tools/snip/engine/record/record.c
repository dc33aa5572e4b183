#include "engine/record/record.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static char *copy_or_null(const char *s)
{
    return s ? mem_strdup(s) : NULL;
}

static json_t *print_inputs(const struct record *record)
{
    json_t *inputs = json_object();
    vec_each (input, &record->inputs)
        json_object_set_new(inputs, input->name, json_string(input->digest));
    return inputs;
}

static json_t *print_texts(const struct strings *texts)
{
    json_t *list = json_array();
    vec_each (text, texts)
        json_array_append_new(list, json_string(*text));
    return list;
}

static json_t *print_compiles(const struct record *record)
{
    json_t *list = json_array();
    vec_each (c, &record->compiles) {
        json_t *compile = json_pack("{s:s}", "file", c->file);
        if (c->others.n)
            json_object_set_new(compile, "others", print_texts(&c->others));
        json_object_set_new(compile, "command", json_string(c->command));
        json_object_set_new(compile, "result", json_string(c->result));
        json_object_set_new(compile, "diagnostics", json_string(c->diagnostics));
        json_array_append_new(list, compile);
    }
    return list;
}

static json_t *print_processes(const struct record *record)
{
    json_t *list = json_array();
    vec_each (p, &record->processes) {
        json_t *process = json_pack("{s:s}", "name", p->name);
        if (p->host)
            json_object_set_new(process, "host", json_string(p->host));
        json_object_set_new(process, "command", json_string(p->command));
        if (p->signal)
            json_object_set_new(process, "signal", json_string(p->signal));
        else
            json_object_set_new(process, "exit", json_integer(p->status));
        if (p->stopped)
            json_object_set_new(process, "stopped", json_true());
        if (p->unordered)
            json_object_set_new(process, "unordered", json_true());
        json_object_set_new(process, "output", json_string(p->output));
        json_array_append_new(list, process);
    }
    return list;
}

/* As the last key of a record: an event a line is what a diff can show. */
static void print_trace(struct buf *out, const struct trace *trace)
{
    buf_adds(out, ",\n  \"trace\": ");
    record_trace_print(out, trace);
    buf_adds(out, "\n}");
}

void record_print(struct buf *out, const struct record *record)
{
    json_t *root = json_object();
    json_object_set_new(root, "snippet", json_string(record->snippet));
    if (record->title)
        json_object_set_new(root, "title", json_string(record->title));
    json_object_set_new(root, "inputs", print_inputs(record));
    const struct environment *env = &record->environment;
    json_object_set_new(root, "environment",
                        json_pack("{s:s, s:s, s:s}", "kernel", env->kernel, "compiler",
                                  env->compiler, "libc", env->libc));
    if (record->lab.hosts.n)
        json_object_set_new(root, "lab", record_lab_print(&record->lab));
    json_object_set_new(root, "compile", print_compiles(record));
    json_object_set_new(root, "processes", print_processes(record));
    char *text = json_dumps(root, JSON_INDENT(2));
    json_decref(root);
    if (!text)
        mem_missing();               /* all strings are UTF-8 by now */
    size_t brace = strlen(text) - 2; /* of the end, "\n}" */
    buf_add(out, text, record->trace.events.n ? brace : brace + 2);
    if (record->trace.events.n)
        print_trace(out, &record->trace);
    buf_addc(out, '\n');
    free(text);
}

static bool parse_inputs(struct record *record, json_t *inputs)
{
    const char *name;
    json_t *value;
    json_object_foreach (inputs, name, value) {
        const char *digest = json_string_value(value);
        if (!digest || strlen(digest) != DIGEST_HEX)
            return false;
        struct record_input *input = vec_add(&record->inputs);
        input->name = mem_strdup(name);
        memcpy(input->digest, digest, DIGEST_HEX + 1);
    }
    return true;
}

/* Reads LIST, texts, one at least. */
static bool parse_texts(struct strings *texts, json_t *list)
{
    size_t i;
    json_t *item;
    json_array_foreach (list, i, item) {
        if (!json_is_string(item))
            return false;
        strings_add(texts, mem_strdup(json_string_value(item)));
    }
    return texts->n > 0;
}

static bool parse_compiles(struct record *record, json_t *list)
{
    size_t i;
    json_t *item;
    json_array_foreach (list, i, item) {
        const char *file, *command, *result, *diagnostics;
        json_t *others = NULL;
        if (json_unpack(item, "{s:s, s?o, s:s, s:s, s:s !}", "file", &file, "others", &others,
                        "command", &command, "result", &result, "diagnostics", &diagnostics) < 0)
            return false;
        struct record_compile *compile = vec_add(&record->compiles);
        *compile = (struct record_compile){ .file = mem_strdup(file),
                                            .command = mem_strdup(command),
                                            .result = mem_strdup(result),
                                            .diagnostics = mem_strdup(diagnostics) };
        if (others && !parse_texts(&compile->others, others))
            return false;
    }
    return true;
}

/* Reads how a process ended: a signal's name, or an exit status; one of the two. */
static bool parse_end(json_t *item, struct record_process *process)
{
    json_t *status = json_object_get(item, "exit"), *sig = json_object_get(item, "signal");
    json_int_t value = json_integer_value(status);
    json_t *stopped = json_object_get(item, "stopped");
    if (stopped && !(json_is_true(stopped) && sig))
        return false;
    process->stopped = stopped != NULL;
    if (sig && !status && json_is_string(sig)) {
        process->signal = mem_strdup(json_string_value(sig));
        return true;
    }
    process->status = (int)(value & 255);
    return status && !sig && json_is_integer(status) && value >= 0 && value <= 255;
}

static bool parse_processes(struct record *record, json_t *list)
{
    size_t i;
    json_t *item, *ignored, *unordered;
    json_array_foreach (list, i, item) {
        const char *name, *command, *output, *host = NULL;
        unordered = NULL;
        if (json_unpack(item, "{s:s, s?:s, s:s, s:s, s?:o, s?:o, s?:o, s?:o !}", "name", &name,
                        "host", &host, "command", &command, "output", &output, "signal", &ignored,
                        "exit", &ignored, "stopped", &ignored, "unordered", &unordered) < 0 ||
            (unordered && !json_is_true(unordered)))
            return false;
        struct record_process *process = vec_add(&record->processes);
        process->name = mem_strdup(name);
        process->host = copy_or_null(host);
        process->command = mem_strdup(command);
        process->output = mem_strdup(output);
        process->unordered = unordered != NULL;
        if (!parse_end(item, process))
            return false;
    }
    return true;
}

static bool parse_root(struct record *record, json_t *root)
{
    const char *snippet, *title = NULL, *kernel, *compiler, *libc;
    json_t *inputs, *compile, *processes, *lab = NULL, *trace = NULL;
    if (json_unpack(root, "{s:s, s?:s, s:o, s:{s:s, s:s, s:s !}, s?:o, s:o, s:o, s?:o !}",
                    "snippet", &snippet, "title", &title, "inputs", &inputs, "environment",
                    "kernel", &kernel, "compiler", &compiler, "libc", &libc, "lab", &lab, "compile",
                    &compile, "processes", &processes, "trace", &trace) < 0 ||
        !json_is_object(inputs) || !json_is_array(compile) || !json_is_array(processes))
        return false;
    record->snippet = mem_strdup(snippet);
    record->title = copy_or_null(title);
    record->environment =
        (struct environment){ mem_strdup(kernel), mem_strdup(compiler), mem_strdup(libc) };
    return parse_inputs(record, inputs) && (!lab || record_lab_parse(&record->lab, lab)) &&
           parse_compiles(record, compile) && parse_processes(record, processes) &&
           (!trace || record_trace_parse(&record->trace, trace));
}

bool record_parse(struct record *record, const char *path, const char *text, size_t len,
                  struct err *err)
{
    *record = (struct record){ 0 };
    json_error_t error;
    json_t *root = json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);
    if (!root) {
        /* Behind it jansson quotes what it read: PATH may be a link to what is nobody's to see. */
        char *quote = strstr(error.text, " near '");
        if (quote)
            *quote = '\0';
        return err_at(err, ERR_FALSE, path, error.line, "is not JSON: %s", error.text);
    }
    bool ok = parse_root(record, root);
    json_decref(root);
    return ok || err_at(err, ERR_FALSE, path, 0, "is not a record of this version of snip");
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_process(const struct record_process *a, const struct record_process *b)
{
    return same_text(a->name, b->name) && same_text(a->command, b->command) &&
           same_text(a->signal, b->signal) && (a->signal || a->status == b->status) &&
           a->stopped == b->stopped && a->unordered == b->unordered &&
           same_text(a->output, b->output);
}

static bool same_compile(const struct record_compile *a, const struct record_compile *b)
{
    return same_text(a->file, b->file) && same_text(a->command, b->command) &&
           same_text(a->result, b->result) && same_text(a->diagnostics, b->diagnostics);
}

static bool same_compiles(const struct record *a, const struct record *b)
{
    if (a->compiles.n != b->compiles.n)
        return false;
    for (size_t i = 0; i < a->compiles.n; i++)
        if (!same_compile(&a->compiles.v[i], &b->compiles.v[i]))
            return false;
    return true;
}

bool record_same_inputs(const struct record *a, const struct record *b)
{
    if (a->inputs.n != b->inputs.n)
        return false;
    vec_each (input, &a->inputs) {
        const char *digest = record_input_digest(b, input->name);
        if (!digest || strcmp(digest, input->digest) != 0)
            return false;
    }
    return true;
}

bool record_processes_same(const struct record_processes *a, const struct record_processes *b)
{
    bool same = a->n == b->n;
    for (size_t i = 0; same && i < a->n; i++)
        same = same_process(&a->v[i], &b->v[i]);
    return same;
}

bool record_same_outputs(const struct record *a, const struct record *b)
{
    return same_compiles(a, b) && record_processes_same(&a->processes, &b->processes);
}

bool record_same_outcome(const struct record *a, const struct record *b)
{
    return record_same_outputs(a, b) && trace_equal(&a->trace, &b->trace);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct record_input *)a)->name, ((const struct record_input *)b)->name);
}

void record_add_input(struct record *record, const char *name, const void *data, size_t len)
{
    if (record_input_digest(record, name))
        return;
    struct record_input *input = vec_add(&record->inputs);
    input->name = mem_strdup(name);
    digest_hex(data, len, input->digest);
    qsort(record->inputs.v, record->inputs.n, sizeof(*record->inputs.v), by_name);
}

const char *record_input_digest(const struct record *record, const char *name)
{
    vec_each (input, &record->inputs)
        if (strcmp(input->name, name) == 0)
            return input->digest;
    return NULL;
}

const struct record_compile *record_find_compile(const struct record *record, const char *file)
{
    const struct record_compile *found = NULL;
    vec_each (compile, &record->compiles) {
        if (strcmp(compile->file, file) == 0)
            return compile;
        if (!found && strings_has(&compile->others, file))
            found = compile;
    }
    return found;
}

const char *record_library(void)
{
    return "jansson " JANSSON_VERSION;
}

void record_processes_release(struct record_processes *processes)
{
    vec_each (process, processes) {
        free(process->name);
        free(process->host);
        free(process->command);
        free(process->signal);
        free(process->output);
    }
    vec_release(processes);
}

void record_release(struct record *record)
{
    free(record->snippet);
    free(record->title);
    vec_each (input, &record->inputs)
        free(input->name);
    vec_each (compile, &record->compiles) {
        free(compile->file);
        strings_release(&compile->others);
        free(compile->command);
        free(compile->result);
        free(compile->diagnostics);
    }
    record_processes_release(&record->processes);
    lab_release(&record->lab);
    trace_release(&record->trace);
    vec_release(&record->inputs);
    vec_release(&record->compiles);
    environment_release(&record->environment);
    *record = (struct record){ 0 };
}

void environment_copy(struct environment *to, const struct environment *from)
{
    struct environment copy = { mem_strdup(from->kernel), mem_strdup(from->compiler),
                                mem_strdup(from->libc) };
    environment_release(to);
    *to = copy;
}

void environment_release(struct environment *environment)
{
    free(environment->kernel);
    free(environment->compiler);
    free(environment->libc);
    *environment = (struct environment){ 0 };
}
