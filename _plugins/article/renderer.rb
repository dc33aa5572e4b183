# frozen_string_literal: true

require "commonmarker" # jekyll-commonmark names its classes without loading it
require "jekyll-commonmark"

# Jekyll loads plugins in an order of its own.
%w[anchors check code console directive figure records sources].each { |part| require_relative part }

module Article
  # CommonMark to HTML, with what the engine lacks: heading ids, snippets as
  # figures, alerts, terminal sessions, links below the site's base.
  #
  # The result depends on the text, the options and what `initialize` is given,
  # and on nothing else: it is cached under exactly these (see KeyedCache). So
  # nothing may be handed on besides the HTML; a hit would lose it.
  class Renderer < Jekyll::Converters::Markdown::CommonMark::HtmlRenderer
    ALERT = /\A\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*\z/i.freeze

    ELSEWHERE = %r{\A(?:[a-z][a-z0-9+.-]*:|//)}i.freeze

    # One that is written in HTML.
    TABLE = %r{\A\s*<table\b(?:(?!</?table\b).)*</table>\s*\z}mi.freeze

    # URL as it is typed, with Hangul in syllables.
    def self.composed(url)
      url.dup.force_encoding(Encoding::UTF_8).scrub.unicode_normalize(:nfc)
    end

    # VERIFY is called with what is wrong with a block, nil for nothing, and the node
    # that it is told of; what it returns is shown beside the block, nil for nothing.
    def initialize(options:, extensions:, material:, strings:, verify: ->(fault, _node) { fault })
      super(:options => options, :extensions => extensions)
      @verify = verify
      @material = material
      @strings = strings
      @baseurl = material.baseurl
      @anchors = Anchors.new
      @references = Hash.new(0)
      @calls = []
      @recorded = []
    end

    def document(node)
      # The page's title is its only first heading. The highest of a post are put
      # right below it, at whichever level its author began.
      highest = node.walk.filter_map { |n| n.header_level if n.type == :header }.min || 2
      @shift = 2 - highest
      super
      recorded
    end

    def header(node)
      level = [node.header_level + @shift, 6].min
      @calls.clear if level == 2
      id = escape_html(@anchors.heading(node))
      block do
        out("<h#{level} id=\"#{id}\">", :children,
            %(<a class="permalink" href="##{id}" aria-label="#{string("permalink")}"></a></h#{level}>))
      end
    end

    def html(node)
      return opener(node) if Directive.comment?(node) || node.string_content.strip.match?(/\A#{Directive::MEANT}\z/)
      return super unless TABLE.match?(node.string_content)

      boxed { super }
    end

    def code_block(node)
      lang = extract_code_lang(node.fence_info)
      directive = Directive.around(node)
      block { out(directive ? figure(directive, node, lang) : pre(node, lang)) }
    end

    def blockquote(node)
      kind = alert_kind(node)
      return super unless kind

      block do
        container(%(<div class="alert alert-#{kind}" role="note">\n), "</div>") do
          out(%(<p class="alert-title">#{string("alerts", kind)}</p>\n), :children)
        end
      end
    end

    # A box to tick needs a name. The first `>` ends the item's own tag.
    def tasklist(node)
      return "" unless tasklist?(node)

      done = checked?(node)
      %(><input type="checkbox" disabled#{" checked" if done} aria-label="#{string("tasks", done ? "done" : "open")}")
    end

    def table(node)
      boxed { super }
    end

    def table_cell(node)
      align = @alignments[@column_index]
      cell = @in_header ? "th" : "td"
      out("<#{cell}", @in_header ? ' scope="col"' : "", align ? %( class="#{align}") : "", ">",
          :children, "</#{cell}>\n")
      @column_index += 1
    end

    def link(node)
      node.url = local(node.url)
      super
    end

    def image(node)
      node.url = local(node.url)
      super
    end

    # A note may be referred to more than once, an id may not.
    def footnote_reference(node)
      number = node.string_content
      count = (@references[number] += 1)
      suffix = count > 1 ? "-#{count}" : ""
      out(%(<sup class="footnote-ref"><a href="#fn#{number}" id="fnref#{number}#{suffix}">#{number}</a></sup>))
    end

    private

    # A table scrolls by itself where the page is too narrow for it.
    def boxed(&table)
      block { container(%(<div class="table">\n), "</div>", &table) }
    end

    def pre(node, lang)
      text = node.string_content
      lang_class = lang ? %( class="language-#{escape_html(lang)}") : ""
      html = lang == "console" ? Console.new(text).html : Code.new.html(text, lang)
      %(<pre><code#{lang_class}>#{html}</code></pre>)
    end

    # Of a comment of snip nothing is shown, but where it opens no block what is wrong.
    def opener(node)
      return if Directive.words(node.string_content).first == "/snip" || Directive.opens?(node)

      fault = @verify.call(@material.check.opener(node), node)
      block { out(Unverified.new(@strings).html(fault)) } if fault
    end

    def figure(directive, node, lang)
      fault = @verify.call(@material.check.block(directive, node), node.previous)
      figure = Figure.new(directive, node.string_content, lang, :id => @anchors.figure(directive),
                                                                :material => @material, :strings => @strings,
                                                                :seen => @calls, :fault => fault)
      @recorded |= [figure.where].compact
      figure.html
    end

    # The machines that what the page shows was recorded on, once for all of it.
    def recorded
      return if @recorded.empty?

      out(%(<p class="recorded" data-pagefind-ignore>#{format(string("figure", "recorded_here"), escape_html(@recorded.join("; ")))}</p>\n))
    end

    # Whether a block quote is an alert, and which. Takes the marker out of it.
    def alert_kind(quote)
      paragraph = quote.first_child
      return unless paragraph&.type == :paragraph

      line = paragraph.take_while { |n| n.type == :text }
      marker = ALERT.match(line.map(&:string_content).join)
      ending = line.last&.next
      return unless marker && (ending.nil? || %i[softbreak linebreak].include?(ending.type))

      [*line, ending].compact.each(&:delete)
      paragraph.delete unless paragraph.first_child
      marker[1].downcase
    end

    # Posts know nothing of where the site is mounted, nor of how a file system writes Hangul.
    def local(url)
      return url if url.nil? || ELSEWHERE.match?(url)

      url = Renderer.composed(url)
      return url unless url.start_with?("/")

      url == @baseurl || url.start_with?("#{@baseurl}/") ? url : @baseurl + url
    end

    def string(*keys)
      escape_html(@strings.dig(*keys) || keys.last)
    end

    def out_footnote_backref
      return false if @written_footnote_ix == @footnote_ix

      @written_footnote_ix = @footnote_ix
      out(%(<a href="#fnref#{@footnote_ix}" class="footnote-backref" aria-label="#{string("footnote_back")}">↩</a>))
      true
    end
  end
end
