# frozen_string_literal: true

require "cgi"

# In CommonMark `**소켓(socket)**은` is no emphasis: the second `**` stands
# between a bracket and a letter, and closes nothing. The page would show the
# asterisks; this says where.
module Emphasis
  # What may hold asterisks that are meant.
  CODE = %r{<(pre|code|kbd|samp|script|style)\b.*?</\1>|<!--.*?-->|<[^>]*>}m.freeze

  module_function

  def check(item)
    return unless item.output_ext == ".html" && item.content.include?("**")
    return unless item.content.gsub(CODE, "").include?("**")

    lines(item.site.in_source_dir(item.relative_path)).each do |line, text|
      warn "#{item.relative_path}:#{line}: the asterisks would show: #{text}"
    end
  end

  # An asterisk that is meant. The parser would give it as it gives the others.
  ESCAPED = "\\*"

  # The lines of the file at PATH, by number, whose text keeps its `**`.
  def lines(path)
    text = File.read(path, :encoding => "bom|utf-8")
    head = text[Jekyll::Document::YAML_FRONT_MATTER_REGEXP].to_s
    source = text.lines(:chomp => true)
    body = CommonMarker.render_doc(text.delete_prefix(head).gsub(ESCAPED, " "), :FOOTNOTES, %i[table strikethrough autolink])
    found = body.walk.select { |node| node.type == :text && node.string_content.include?("**") }
    found.map { |node| node.sourcepos[:start_line] + head.count("\n") }
         .uniq.map { |line| [line, source[line - 1].strip] }
  end
end

Jekyll::Hooks.register %i[documents pages], :post_convert do |item|
  Emphasis.check(item)
end
