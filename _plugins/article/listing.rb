# frozen_string_literal: true

require_relative "console"
require_relative "printed"
require_relative "region"
require_relative "text"

module Article
  # A source in its place: with the line numbers of its file, the rest of the file folded
  # around it, and below it how the file is compiled and run.
  class Listing
    include Strings

    # SHOWN is the HTML of what the post has; LANG its language. REGION tells where in the
    # file it stands; RECORD of its snippet may be nil.
    def initialize(directive, shown, lang, region, record, strings)
      @file = File.basename(directive.subject)
      @shown = shown
      @lang = lang
      @region = region
      @record = record
      @strings = strings
    end

    def html
      [rest("before", @region.before), lines, rest("after", @region.after), how].compact.join("\n")
    end

    private

    # What would move the lines to where they stand in the file is kept for when more of that is shown.
    def lines
      indent = @region.indent.empty? ? "" : %( data-indent="#{@region.indent}")
      pre(%(<code class="language-#{Text.html(@lang.to_s)}">#{@shown}</code>), @region.lines, indent)
    end

    # Plain, as it is there to be looked up, not to be read. No search finds it, since it would in
    # each region of the file.
    def rest(where, lines)
      return if lines.empty?

      range = [lines.first, lines.last].map(&:number).uniq.join("–")
      <<~HTML.chomp
        <details class="rest" data-pagefind-ignore><summary>#{format(string(where), range)}</summary>
        #{pre("<code>#{Text.html(Region.text(lines))}</code>", lines)}</details>
      HTML
    end

    # Numbers are no part of the text: they are neither copied nor found nor in a feed.
    def pre(code, lines, attributes = "")
      %(<pre data-numbers="#{lines.map(&:number).join("\n")}"#{attributes}>#{code}</pre>)
    end

    def how
      return unless step

      inputs = [Console::Input.new("$ #{step["command"]}", ""), *runs]
      session = inputs.map { |input| Console.input(input.text) }.join
      <<~HTML.chomp
        <details class="how" data-pagefind-ignore><summary>#{string("how")}</summary>
        <pre>#{session}</pre></details>
      HTML
    end

    # How the compiler was called for the file.
    def step
      @step ||= (@record ? @record["compile"] || [] : []).find { |each| [each["file"], *each["others"]].include?(@file) }
    end

    # The calls of the program that was made of it.
    def runs
      Printed.new(@record).inputs.select { |input| Printed.runs?(input.text, step) }
    end
  end
end
