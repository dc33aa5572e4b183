# frozen_string_literal: true

require "cgi"
require "rouge"

module Article
  # The inside of a code block, as HTML.
  module Code
    # Characters that take two cells in a terminal.
    WIDE = Regexp.new("[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff" \
                      "\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]").freeze
    # Syllables may be spelt in parts, of which only the first has a width.
    WIDE_RUN = /(?:#{WIDE}[\u1160-\u11ff]*)+/.freeze

    PROMPT = /\A([a-z0-9_-]*\$) (.*)\z/m.freeze

    module_function

    # INPUTS are what a session is known to have been given, each with its prompt.
    def html(source, lang, inputs: [])
      align(lang == "console" ? console(source, inputs) : highlight(source, lang))
    end

    def highlight(source, lang)
      lexer = Rouge::Lexer.find(lang) || Rouge::Lexers::PlainText
      Rouge::Formatters::HTML.new.format(lexer.new.lex(source))
    end

    # A terminal session: what was typed is <kbd>, what came back <samp>.
    # A program may print what looks like a prompt, so where the inputs are known,
    # only they are taken for that.
    def console(source, inputs)
      lines = source.lines(:chomp => true)
      typed = find(inputs, lines)
      typed = guess(lines) if typed.empty?
      cuts = typed.flat_map { |at, count| [at, at + count] }
      lines.each_index.slice_when { |_, at| cuts.include?(at) }.map do |part|
        text = lines.values_at(*part).join("\n")
        typed[part.first] ? input(text) : "<samp>#{CGI.escapeHTML(text)}</samp>\n"
      end.join
    end

    # Where LINES hold one of the INPUTS, and how many lines it has there: several
    # where it ends in a here-document. Each is given once, in their order.
    def find(inputs, lines)
      at = 0
      inputs.map { |input| input.split("\n", -1) }.each_with_object({}) do |input, found|
        start = (at...lines.size).find { |i| lines[i, input.size] == input }
        next unless start

        found[start] = input.size
        at = start + input.size
      end
    end

    # Where LINES look like input, each of a line.
    def guess(lines)
      lines.each_index.select { |at| PROMPT.match?(lines[at]) }.to_h { |at| [at, 1] }
    end

    def input(text)
      prompt, command = PROMPT.match(text).captures
      %(<span class="prompt">#{prompt}</span> <kbd>#{CGI.escapeHTML(command)}</kbd>\n)
    end

    # Columns line up in a terminal because a wide character takes two cells. No
    # font of the reader's need do that, so the cells are said here.
    def align(html)
      html.gsub(WIDE_RUN) { |run| %(<span class="cells" style="--cells:#{run.scan(WIDE).size * 2}">#{run}</span>) }
    end
  end
end
