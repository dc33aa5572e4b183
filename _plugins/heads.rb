# frozen_string_literal: true

require "date"
require "psych"

require_relative "faults"

# Jekyll leaves out what it cannot read, takes for text a head that does not begin its file,
# and March 2 for February 30. Here such a file is a fault, and is not read at all.
module Heads
  # What a head may say, as it was read and as it is written; and what mends anything else.
  KEYS = {
    "title" => [->(value, _) { !value.is_a?(Enumerable) }, "is no text; put it in quotes"],
    "published" => [->(value, _) { [true, false, nil].include?(value) }, "is a text, and would publish; write true or false without quotes"],
    "date" => [->(value, text) { value.nil? || date?(text) }, "is no date; write one as 2026-11-23"],
    "last_modified_at" => [->(value, text) { value.nil? || date?(text) }, "is no date; write one as 2026-11-23"],
    "series_order" => [->(value, _) { value.nil? || value.respond_to?(:to_f) }, "is no number"],
    "permalink" => [->(value, _) { value.nil? || value.is_a?(String) }, "is no address; write one as /about/"],
  }.freeze

  MARK = /\A(?:<{7}|={7}|>{7}|\|{7})(?: |\z)/.freeze # that git leaves where it cannot merge
  MERGED = "a merge left this mark; keep one of the two sides, and remove the marks"
  OPEN = /\A---\s*\z/.freeze
  DAY = /\A(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/.freeze

  @left_out = []

  module_function

  def forget
    @left_out.clear
  end

  # Whether PATH may lead to a post that is told of already.
  def left_out?(path)
    @left_out.include?(File.basename(path))
  end

  # Whether Jekyll may read the file at PATH. What is wrong with it is told.
  def good?(site, path)
    faults = faults(File.binread(path))
    faults.each { |line, message| Faults.tell("#{name(site, path)}:#{line}", message) }
    leave_out(path) unless faults.empty?
    faults.empty?
  end

  def leave_out(path)
    @left_out << File.basename(path, ".*").sub(/\A[\d-]*-/, "").unicode_normalize(:nfc)
  end

  def name(site, path)
    path.delete_prefix("#{site.source}/")
  end

  # What is wrong with a file of BYTES, with its lines.
  def faults(bytes)
    text = bytes.delete_prefix("\xEF\xBB\xBF".b).force_encoding(Encoding::UTF_8)
    return [encoding(text)] unless text.valid_encoding?

    first = text.lines(:chomp => true).first.to_s
    return [opening(text)] unless OPEN.match?(first)

    head = text[Jekyll::Document::YAML_FRONT_MATTER_REGEXP, 1]
    return [[1, "this head is never closed; put a line of --- below its last key"]] unless head

    merged(head) || written(head)
  end

  def encoding(text)
    line = text.lines.index { |each| !each.valid_encoding? } + 1
    from = text.b.match?(/\A(?:\xFF\xFE|\xFE\xFF)/n) ? "UTF-16" : "CP949"
    return [line, "this is no text in UTF-8; save it as that"] unless text.dup.force_encoding(from).valid_encoding?

    [line, "this is no UTF-8, but #{from} it seems; save it as UTF-8, or: iconv -f #{from} -t UTF-8 OLD >NEW"]
  end

  # Of a file that does not begin with a head.
  def opening(text)
    before = text[/\A\s*(?=---\s*$)/]
    return [1, "this has no head; begin it with a line of ---, keys as title: …, and again ---"] if before.to_s.empty?

    [1, "the head does not begin the file, so all of it is text; remove what stands before its ---, be it a blank"]
  end

  def merged(head)
    line = head.lines.index { |each| MARK.match?(each.chomp) }
    [[line + 1, MERGED]] if line
  end

  # What is wrong with HEAD as YAML, and with what it says.
  def written(head)
    root = Psych.parse(head)&.root
    return [] if root.nil? || root.is_a?(Psych::Nodes::Scalar) && root.value.empty?
    return [[2, "a head has lines of a key, a colon and a value: title: 소켓"]] unless root.is_a?(Psych::Nodes::Mapping)

    keys(root.children.each_slice(2), SafeYAML.load(head))
  rescue Psych::SyntaxError => error
    [broken(head, error)]
  end

  def keys(pairs, values)
    seen = {}
    pairs.filter_map do |key, node|
      name = key.value if key.is_a?(Psych::Nodes::Scalar)
      next [key.start_line + 1, "#{name} stands in this head twice; keep one"] if seen.key?(name)

      seen[name] = true
      fits, mend = KEYS[name]
      text = node.is_a?(Psych::Nodes::Scalar) ? node.value : values[name].inspect
      [key.start_line + 1, "#{name}: #{text} #{mend}"] unless fits.nil? || fits.call(values[name], text)
    end
  end

  # What stands in the way of reading HEAD.
  def broken(head, error)
    line = head.lines[error.line - 1].to_s.chomp
    key, value = line.match(/\A([\w-]+): +([^"'].*)\z/)&.captures
    mend = if key then %(a value with a colon, or that begins with a sign, wants quotes: #{key}: "#{value.gsub(/["\\]/, '\\\\\0')}")
           elsif line.include?("\t") then "YAML indents by blanks, not tabs"
           else "is the head closed by --- above this line?"
           end
    [error.line, "this head is no YAML: #{error.problem}; #{mend}"]
  end

  # Whether TEXT names a day that there is, and a time.
  def date?(text)
    return true if text.empty?

    day = DAY.match(text)
    day && Date.valid_date?(*day.captures.map(&:to_i)) && Time.parse(text)
  rescue ArgumentError
    false
  end

  # Posts and drafts.
  module Posts
    NAME = %r{\A(?:.+/)?(\d{4}|\d{2})-(\d{1,2})-(\d{1,2})-[^/]*[^/.]\.([^./]+)\z}.freeze

    def read_content(dir, folder, matcher)
      entries = @site.reader.get_entries(dir, folder).map { |entry| @site.in_source_dir(dir, folder, entry) }
      bad = entries.reject { |path| (folder != "_posts" || named?(path)) && Heads.good?(@site, path) }
      super.reject { |post| bad.include?(post.path) }
    end

    private

    # Whether the file at PATH has the name of a post. If not, that is told.
    def named?(path)
      year, month, day, ending = NAME.match(path)&.captures
      fault = if !year then "this is not named as a post, so it would be left out; name it as 2026-11-23-socket.md"
              elsif !endings.include?(ending.downcase) then "this would not be rendered; a post is Markdown, and its name ends in .md"
              elsif !Date.valid_date?(year.to_i, month.to_i, day.to_i) then "there is no day #{year}-#{month}-#{day}; name it by one that is"
              end
      return true unless fault

      Heads.leave_out(path)
      Faults.tell(Heads.name(@site, path), fault)
      false
    end

    def endings
      [*@site.config["markdown_ext"].split(","), "html"]
    end
  end

  # Pages.
  module Pages
    def read(files)
      super(files.select { |name| Heads.good?(@site, @site.in_source_dir(@dir, name)) })
    end
  end

  # Documents of other collections.
  module Documents
    def read_document(path)
      super if Heads.good?(site, path)
    end
  end

  # Markdown whose head Jekyll has not seen would be published as it is.
  def unseen(site)
    markdown = site.find_converter_instance(Jekyll::Converters::Markdown)
    site.static_files.select { |file| markdown.matches(file.extname) }.each do |file|
      bom = "a byte order mark hides this head; save it without"
      Faults.tell("#{name(site, file.path)}:1", bom) if good?(site, file.path)
    end
  end
end

Jekyll::PostReader.prepend(Heads::Posts)
Jekyll::PageReader.prepend(Heads::Pages)
Jekyll::Collection.prepend(Heads::Documents)

Jekyll::Hooks.register :site, :after_reset do
  Heads.forget
end

Jekyll::Hooks.register :site, :post_read do |site|
  Heads.unseen(site)
end
