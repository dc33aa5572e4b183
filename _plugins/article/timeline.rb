# frozen_string_literal: true

require_relative "trace"
require_relative "timeline/facing"
require_relative "timeline/rails"
require_relative "timeline/words"

module Article
  # A run as a figure: lifelines, calls, packets and states from above to below. It is
  # drawn twice, for a desk and for a phone; the stylesheet shows one. The words of
  # the fence say the same.
  class Timeline
    include Strings

    MOST_LANES = 12 # more are not drawn, but told in words

    def initialize(trace, text, name, strings)
      @trace = trace
      @text = text
      @name = name
      @strings = strings
    end

    def html
      return %(<pre>#{Text.html(@text)}</pre>) unless drawn?

      <<~HTML.chomp
        <div class="timeline" role="group" aria-label="#{string("timeline", "label")}">#{wide.svg(label)}
        #{Rails.new(@trace, words, :narrow => true).svg(label)}</div>
        <p class="legend">#{legend.join("\u00a0· ")}</p>
        <details class="as-text"><summary>#{string("as_text")}</summary>
        <pre>#{Text.html(@text)}</pre>
        </details>
      HTML
    end

    private

    def drawn?
      !@trace.long? && @trace.events.any? && @trace.lanes.size.between?(1, MOST_LANES)
    end

    def words
      Words.new(@trace, @strings)
    end

    def wide
      @trace.lanes.size == 2 ? Facing.new(@trace, words) : Rails.new(@trace, words, :narrow => false)
    end

    def label
      words.word("name", @name)
    end

    # What of the drawing needs to be explained, as far as it is there.
    def legend
      kinds = { "waits" => ->(e) { e["call"] && !e["result"] }, "connection" => ->(e) { e["state"] && e["to"] },
                "hollow" => ->(e) { e["state"] == "ESTABLISHED" && !e["by"] }, "packet" => ->(e) { e["leaves"] },
                "lost" => ->(e) { e["lost"] }, "changed" => ->(e) { e["arrives"] && e["text"] }, "free" => ->(e) { e["free"] } }
      kinds.filter_map { |name, there| string("timeline", "legend", name) if @trace.events.any?(&there) }
    end
  end
end
