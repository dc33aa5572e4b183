# frozen_string_literal: true

require "rouge"

require_relative "calls"
require_relative "text"

module Article
  # Source text, highlighted, as HTML.
  class Code
    # What is told apart by colour, by the beginning of Rouge's short names. A span
    # for anything else would only make the page longer.
    CLASSES = {
      "cp" => "cp", "cpf" => "s", "c" => "c", "k" => "k", "s" => "s", "m" => "m",
      "nf" => "nf", "nt" => "nf", "nl" => "nf", "nc" => "nf", "na" => "cp", "nb" => "cp", "ow" => "k",
      "gi" => "gi", "gd" => "gd", "gu" => "gu", "gh" => "gu"
    }.freeze

    # CALLS have manual pages. KNOWN are names that need no link, as the program
    # itself defines them or the reader has seen one. MARKED are the numbers of
    # lines the author points at.
    def initialize(calls: Calls.new(nil), known: [], marked: [])
      @calls = calls
      @known = known
      @marked = marked
      @linked = []
    end

    # The names that html() made links of.
    attr_reader :linked

    def html(source, lang)
      lexer = Rouge::Lexer.find(lang) || Rouge::Lexers::PlainText
      pieces = lexer.new.lex(source).to_a
      links = lang == "c" ? links(pieces) : {}
      kinds = pieces.each_with_index.map { |(token, text), at| [links[at] || kind(token), text] }
      lines(kinds.chunk_while { |a, b| a[0] == b[0] }.map { |run| span(run[0][0], run.map(&:last).join) })
    end

    private

    # The class of TOKEN, "" for none.
    def kind(token)
      name = token.shortname
      CLASSES[name] || CLASSES[name[0, 1]] || ""
    end

    # TEXT as a link to a manual page, or in a class. What goes over lines is closed
    # at the end of each where lines are marked: an element cannot begin in one.
    def span(kind, text)
      return Text.html(text) if kind.empty?
      return %(<a href="#{kind}">#{Text.html(text)}</a>) if kind.include?("/")

      parts = @marked.empty? ? [text] : text.split(/(\n)/)
      parts.map { |part| ["", "\n"].include?(part) ? part : %(<span class="#{kind}">#{Text.html(part)}</span>) }.join
    end

    def lines(spans)
      html = spans.join
      return html if @marked.empty?

      html.lines.each.with_index(1).map do |line, number|
        @marked.include?(number) ? %(<mark class="line">#{line}</mark>) : line
      end.join
    end

    # Which of PIECES are calls with a manual page, each with its address. Of
    # several calls of one name the first is enough.
    def links(pieces)
      told = pieces.each_index.reject { |at| pieces[at][1].strip.empty? }
      calls = told.each_index.select { |nth| call?(*[nth - 1, nth, nth + 1].map { |n| pieces[told[n]] if n >= 0 && told[n] }) }
      calls.map { |nth| told[nth] }.uniq { |at| pieces[at][1] }
           .to_h { |at| [at, @calls.page(pieces[at][1])] }.compact
           .tap { |found| @linked = found.keys.map { |at| pieces[at][1] } }
    end

    def call?(before, piece, after)
      token, name = piece
      name?(token) && !@known.include?(name) && after&.last&.start_with?("(") && !declares?(before)
    end

    # What Rouge takes for a name, but not for one that is defined here.
    def name?(token)
      token == Rouge::Token::Tokens::Name
    end

    # Whether what stands BEFORE a name makes it the name of something else: a
    # member, or what is declared there.
    def declares?(before)
      return false unless before

      token, text = before
      text.end_with?(".", "->") || token == Rouge::Token::Tokens::Keyword::Type || name?(token)
    end
  end
end
