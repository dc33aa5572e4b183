# frozen_string_literal: true

require "pathname"

module Article
  # The pair of comments round an embedded snippet. An opener says what is
  # shown, `<!-- snip KIND SUBJECT key=value… -->`; its fence and a closer follow
  # as siblings.
  #
  # Only what is right is known here: what snip takes, for it has written what
  # stands there. What is wrong with anything else is snip's to say. That both take
  # the same tests/md/site.t sees to.
  class Directive
    SNIPPET = %r{[a-z0-9_-]+(?:/[a-z0-9_-]+)*}.freeze
    FILE = /#{SNIPPET}\.[ch]/.freeze
    # A file in another language than C.
    OTHER = %r{(?:[a-z0-9_-]+/)*(?![^/ ]*\.[ch](?:[# ]|\z))[A-Za-z0-9_-][A-Za-z0-9._-]*}.freeze

    # A view of a snippet that takes these ATTRIBUTES, each once.
    def self.choosing(attributes)
      /\A(?!.* (?<twice>#{attributes})=.* \k<twice>=)(?<subject>#{SNIPPET})(?: (?:#{attributes})=[^ ]+)*\z/
    end

    # What follows each kind, its words with one blank between.
    KINDS = {
      "code" => /\A(?<subject>#{FILE}|#{OTHER})(#(?<region>[\w-]+))?( mark=[^ ]+)?\z/,
      "output" => choosing("only|lines"),
      "table" => /\A(?<subject>#{SNIPPET})\z/,
      "diagnostics" => /\A(?<subject>#{FILE})\z/,
      "lab" => /\A(?<subject>#{SNIPPET})\z/,
      "calls" => choosing("only|calls"),
      "packets" => choosing("only|on"),
      "timeline" => choosing("only|calls|on"),
      "states" => choosing("only"),
      "queue" => choosing("only"),
    }.freeze
    CLOSER = %r{\A/snip( [0-9a-f]{16})?\z}.freeze

    # One comment, all on a line, that is a whole HTML block.
    COMMENT = /\A[ \t\r\n]*<!--((?:(?!-->).)*)-->[ \t\r\n]*\z/.freeze

    # Any comment that means to be an opener, on one line or on more.
    MEANT = /<!--[ \t\r\n]*snip(?=[ \t\r\n]|-->).*?-->/m.freeze

    attr_reader :kind, :subject, :region, :attributes

    # The words of the comment that HTML is, as snip splits it; of anything else none.
    def self.words(html)
      html[COMMENT, 1].to_s.scan(/[^ \t\r]+/)
    end

    # The directive that HTML, a block, is the opener of, or nil.
    def self.opener(html)
      first, kind, *rest = words(html)
      match = KINDS[kind]&.match(rest.join(" ")) if first == "snip"
      new(kind, match.named_captures, rest.drop(1)) if match
    end

    # Every directive TEXT may hold. It is a search, not a parse: one in a code
    # block is found too, which is good enough to learn what a page depends on.
    def self.all_in(text)
      text.scan(/<!--[^\r\n]*?-->/).filter_map { |comment| opener(comment) }
    end

    # The directive that shows this code block, or nil. What is indented, or says
    # nothing of its language, snip has not written.
    def self.around(fence)
      before, after = [fence.previous, fence.next].map { |node| node&.type == :html ? node.string_content : "" }
      opener(before) if CLOSER.match?(words(after).join(" ")) && !fence.fence_info.empty?
    end

    # Whether this HTML block opens a block that is whole.
    def self.opens?(node)
      node.next&.type == :code_block && node.next.next && around(node.next)
    end

    # Whether this HTML block is for snip, right or wrong, and not for the reader.
    def self.comment?(node)
      %w[snip /snip].include?(words(node.string_content).first)
    end

    def initialize(kind, target, attributes)
      @kind = kind
      @subject, @region = target.values_at("subject", "region")
      @attributes = attributes
    end

    # `code` and `diagnostics` name a file, all other kinds a snippet.
    def file?
      %w[code diagnostics].include?(kind)
    end

    # The snippets this may belong to, the likeliest first: a file is one by
    # itself, or one of a folder's.
    def snippets
      return [subject] unless file?

      folders = Pathname.new(subject).dirname.ascend.map(&:to_s)
      [subject.delete_suffix(File.extname(subject)), *folders]
    end

    # The ranges of lines to mark, of `mark=3-5,9`: the first line shown is 1.
    def marked
      ranges("mark")
    end

    # The ranges of lines of an output to show, of `lines=1-20,30`; none: all.
    def lines
      ranges("lines")
    end

    # What the directive of a trace chooses: lists of names by attribute, of
    # `only=a,b calls=read on=lan`.
    def chosen
      attributes.to_h { |attribute| attribute.split("=", 2) }.transform_values { |names| names.split(",") }
    end

    def ranges(key)
      chosen.fetch(key, []).map { |range| Range.new(*range.split("-").values_at(0, -1).map(&:to_i)) }
    end
    private :ranges

    # What the id of the figure is made of.
    def label
      [kind, subject, region].compact.join("-").tr("/.", "--")
    end
  end
end
