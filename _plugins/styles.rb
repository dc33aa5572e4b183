# frozen_string_literal: true

# The one stylesheet, as readers get it: the fonts' rules before it, and without
# what only those who edit it read, comments and indentation.
class Styles < Jekyll::Generator
  priority :lowest # after the fonts

  PATH = "/assets/css/site.css"

  def generate(site)
    styles = site.static_files.find { |file| file.relative_path == PATH }
    return unless styles

    site.static_files.delete(styles)
    folder, name = File.split(PATH)
    site.pages << Jekyll::PageWithoutAFile.new(site, site.source, folder, name).tap do |page|
      page.content = Styles.short(site.data["font_faces"].to_s + File.read(styles.path))
      page.data["render_with_liquid"] = false
    end
  end

  # No string of ours holds what looks like a comment.
  def self.short(css)
    css.gsub(%r{/\*.*?\*/}m, "").gsub(/\s*\n\s*/, "\n").gsub(/([{;,])\n/, '\1').gsub(/;?\n\}/, "}")
       .gsub(/ \{/, "{").gsub(": ", ":").gsub(", ", ",").gsub("}\n", "}").lstrip
  end
end
