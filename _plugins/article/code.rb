# frozen_string_literal: true

require_relative "calls"
require_relative "text"

module Article
  # Source text, highlighted, as HTML.
  class Code
    # What is told apart by colour, by the beginning of Rouge's short names. A span
    # for anything else would only make the page longer.
    CLASSES = {
      "cp" => "cp", "cpf" => "s", "c" => "c", "k" => "k", "s" => "s",
      "nf" => "nf", "nt" => "nf", "nl" => "nf", "nc" => "nf", "na" => "cp", "nb" => "cp", "ow" => "k",
      "gi" => "gi", "gd" => "gd", "gu" => "gu", "gh" => "gu"
    }.freeze
    # What is bold or slanted in print is so in a feed reader too; and these two
    # are most of all.
    ELEMENTS = { "k" => "b", "c" => "i" }.freeze

    # The class of a token, "" for none.
    KINDS = Hash.new do |kinds, token|
      name = token.shortname
      kinds[token] = CLASSES[name] || CLASSES[name[0, 1]] || ""
    end

    # CALLS have manual pages. KNOWN are names that need no link, as the program
    # itself defines them or the reader has seen one. MARKED are ranges
    # of lines the author points at.
    def initialize(calls: Calls.new(nil), known: [], marked: [])
      @calls = calls
      @known = known
      @marked = marked
      @linked = []
    end

    # The names that html() made links of.
    attr_reader :linked

    def html(source, lang)
      require "rouge" # here, since it takes long and most builds highlight nothing new
      lexer = Rouge::Lexer.find(lang&.downcase) || Rouge::Lexers::PlainText
      pieces = lexer.new.lex(source).to_a
      links = lang == "c" ? links(pieces) : {}
      lines(runs(pieces, links).map { |kind, text| span(kind, text) })
    end

    private

    # The source in runs of one kind: pairs of a class, or the address of a manual
    # page, and text.
    def runs(pieces, links)
      pieces.each_with_index.with_object([]) do |((token, text), at), runs|
        kind = links[at] || KINDS[token]
        runs.last && runs.last[0].equal?(kind) ? runs.last[1] << text : runs << [kind, text.dup]
      end
    end

    # TEXT as a link to a manual page, or in a class. What goes over lines is closed
    # at the end of each where lines are marked: an element cannot begin in one.
    def span(kind, text)
      return Text.html(text) if kind.empty?
      return %(<a href="#{kind}">#{Text.html(text)}</a>) if kind.include?("/")

      parts = @marked.empty? ? [text] : text.split(/(\n)/)
      parts.map { |part| ["", "\n"].include?(part) ? part : element(kind, Text.html(part)) }.join
    end

    def element(kind, html)
      name = ELEMENTS[kind]
      name ? "<#{name}>#{html}</#{name}>" : %(<span class="#{kind}">#{html}</span>)
    end

    def lines(spans)
      html = spans.join
      return html if @marked.empty?

      html.lines.each.with_index(1).map do |line, number|
        @marked.any? { |range| range.cover?(number) } ? %(<mark class="line">#{line}</mark>) : line
      end.join
    end

    # Which of PIECES are calls with a manual page, each with its address. Of
    # several calls of one name the first is enough.
    def links(pieces)
      pieces.each_with_index.with_object({}) do |((token, name), at), found|
        next unless name?(token) && (page = @calls.page(name)) && !@known.include?(name) && !@linked.include?(name)
        next unless call?(pieces, at)

        found[at] = page
        @linked << name
      end
    end

    # Whether the name AT is followed by a parenthesis, and not declared or a
    # member of something.
    def call?(pieces, at)
      after = (at + 1...pieces.size).find { |n| !blank?(pieces[n]) }
      before = (at - 1).downto(0).find { |n| !blank?(pieces[n]) }
      after && pieces[after][1].start_with?("(") && !(before && declares?(*pieces[before], pieces[at][0]))
    end

    def blank?(piece)
      piece[1].strip.empty?
    end

    # Rouge takes the first call of a region for a definition.
    def name?(token)
      [Rouge::Token::Tokens::Name, Rouge::Token::Tokens::Name::Function].include?(token)
    end

    # Whether TEXT, a TOKEN, makes what follows it the name of something else. A
    # star does where Rouge sees a DEFINED function there.
    def declares?(token, text, defined)
      text.end_with?(".", "->") || token == Rouge::Token::Tokens::Keyword::Type || name?(token) ||
        (text.end_with?("*") && defined == Rouge::Token::Tokens::Name::Function)
    end
  end
end
