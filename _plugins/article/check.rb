# frozen_string_literal: true

require "commonmarker"

require_relative "directive"
require_relative "records"

module Article
  # Stops the render where a page would have a hole, and says where and why.
  class Check
    def initialize(records)
      @records = records
    end

    # DOCUMENT is a post or page that has been read, and not yet changed.
    def check(document)
      text = document.content.to_s
      # A search is cheap, a parse is not: only what looks wrong is looked at closely.
      return if text.scan(Directive::MEANT).none? { |comment| fault(comment) }

      CommonMarker.render_doc(text).walk do |node|
        comment = node.type == :html ? node.string_content.strip : next
        next unless comment.match?(/\A#{Directive::MEANT}\z/) && (fault = fault(comment))

        line = head(document, text) + node.sourcepos[:start_line]
        raise Jekyll::Errors::FatalException, "#{document.relative_path}:#{line}: #{fault}"
      end
    end

    private

    # What is wrong with what the opener COMMENT asks for, or nil.
    def fault(comment)
      directive = Directive.opener(comment)
      return "snip takes no such directive; `make snippets` says why" unless directive

      record = @records.for(directive)
      return lab_fault(directive, record) if record
      # A header belongs to no snippet.
      return if directive.subject.end_with?(".h") || !@records.any?

      name = directive.snippets.first
      "#{directive.subject} has no record, #{@records.path(name)}. Run: make update"
    rescue Records::Broken => e
      e.message
    end

    def lab_fault(directive, record)
      return unless directive.kind == "lab" && !record["lab"].is_a?(Hash)

      "#{directive.subject} has no lab in its record. Give its manifest one, then run: make update"
    end

    # How many lines stand before TEXT: the front matter.
    def head(document, text)
      File.read(document.site.in_source_dir(document.relative_path), :encoding => "UTF-8").count("\n") - text.count("\n")
    end
  end
end
