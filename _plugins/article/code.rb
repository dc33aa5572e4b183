# frozen_string_literal: true

require "rouge"

require_relative "calls"
require_relative "text"

module Article
  # Source text, highlighted, as HTML.
  class Code
    # Tokens that look like the text around them: a span of their own would only
    # make the page longer.
    PLAIN = %w[n o p w err].freeze

    # CALLS have manual pages, but for those whose names are OWN: defined by the
    # program itself. MARKED are the numbers of lines the author points at.
    def initialize(calls: Calls.new(nil), own: [], marked: [])
      @calls = calls
      @own = own
      @marked = marked
    end

    def html(source, lang)
      lexer = Rouge::Lexer.find(lang) || Rouge::Lexers::PlainText
      pieces = lexer.new.lex(source).to_a
      links = lang == "c" ? links(pieces) : {}
      lines(pieces.each_with_index.flat_map { |(token, text), at| piece(token, text, links[at]) })
    end

    private

    # One token as [line of HTML, …]: a token that goes over lines is closed at
    # the end of each, so that a line is an element or may be wrapped in one.
    def piece(token, text, page)
      return [%(<a class="call" href="#{page}">#{Text.html(text)}</a>)] if page

      parts = @marked.empty? ? [text] : text.lines
      parts.map { |part| span(token.shortname, Text.html(part)) }
    end

    def span(name, html)
      return html if name.empty? || PLAIN.include?(name)

      # The line end stays outside, for lines() to cut at.
      body, ending = html.end_with?("\n") ? [html.chomp, "\n"] : [html, ""]
      %(<span class="#{name}">#{body}</span>#{ending})
    end

    def lines(pieces)
      html = pieces.join
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
    end

    def call?(before, piece, after)
      token, name = piece
      name?(token) && !@own.include?(name) && after&.last&.start_with?("(") && !declares?(before)
    end

    def name?(token)
      token.matches?(Rouge::Token::Tokens::Name)
    end

    # Whether what stands BEFORE a name makes it the name of something else: a
    # member, or what is declared there.
    def declares?(before)
      return false unless before

      token, text = before
      text.end_with?(".", "->") || token.matches?(Rouge::Token::Tokens::Keyword::Type) ||
        (name?(token) && !token.matches?(Rouge::Token::Tokens::Name::Label))
    end
  end
end
