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

    PROMPT = /\A([a-z0-9_-]*\$)( )(.*)\z/.freeze

    module_function

    def html(source, lang, commands: nil)
      align(lang == "console" ? console(source, commands) : highlight(source, lang))
    end

    def highlight(source, lang)
      lexer = Rouge::Lexer.find(lang) || Rouge::Lexers::PlainText
      Rouge::Formatters::HTML.new.format(lexer.new.lex(source))
    end

    # A terminal session: what was typed is <kbd>, what came back <samp>.
    # A program may print what looks like a prompt, so where the commands that
    # were run are known, only they are taken for input.
    def console(source, commands)
      lines = source.lines(:chomp => true)
      typed = prompts(lines, commands)
      chunks = lines.each_with_index.chunk_while { |(_, a), (_, b)| !typed[a] && !typed[b] }
      chunks.map do |chunk|
        match = typed[chunk.first.last]
        match ? command(match) : "<samp>#{CGI.escapeHTML(chunk.map(&:first).join("\n"))}</samp>\n"
      end.join
    end

    def prompts(lines, commands)
      matches = lines.map { |line| PROMPT.match(line) }
      known = matches.map { |match| match if match && commands&.include?(match[3]) }
      known.any? ? known : matches
    end

    def command(match)
      %(<span class="prompt">#{match[1]}</span>#{match[2]}<kbd>#{CGI.escapeHTML(match[3])}</kbd>\n)
    end

    # Columns line up in a terminal because a wide character takes two cells. No
    # font of the reader's need do that, so the cells are said here.
    def align(html)
      html.gsub(WIDE_RUN) { |run| %(<span class="cells" style="--cells:#{run.scan(WIDE).size * 2}">#{run}</span>) }
    end
  end
end
