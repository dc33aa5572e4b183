# frozen_string_literal: true

require_relative "article"

# Publishes the programs that pages show, /snippets/…, byte for byte. The folder as
# a whole is excluded in _config.yml: what Jekyll reads by itself it may take for
# a page.
class SnippetFiles < Jekyll::Generator
  def generate(site)
    shown(site).each do |path|
      file = Jekyll::StaticFile.new(site, site.source, File.join(Article::Sources::FOLDER, File.dirname(path)), File.basename(path))
      file.data["sitemap"] = false
      site.static_files << file
    end
  end

  private

  def shown(site)
    material = site.find_converter_instance(Jekyll::Converters::Markdown).parser.material
    directives = (site.posts.docs + site.pages).flat_map { |document| Article::Directive.all_in(document.content.to_s) }
    directives.uniq { |directive| [directive.file?, directive.subject] }.flat_map do |directive|
      material.sources.files(directive, material.records.for(directive))
    end.uniq.sort
  end
end
