# frozen_string_literal: true

require "fileutils"

require_relative "article"
require_relative "article/capture"

# Publishes the packets of the runs whose packets pages show, /snippets/….pcap.
class Captures < Jekyll::Generator
  # A file that is nowhere but in the site.
  class File < Jekyll::StaticFile
    def initialize(site, path, bytes)
      super(site, site.source, ::File.dirname(path), ::File.basename(path))
      @bytes = bytes
      data["sitemap"] = false
    end

    def modified_time
      site.time
    end

    def write(dest)
      path = destination(dest)
      return false if ::File.file?(path) && ::File.binread(path) == @bytes

      FileUtils.mkdir_p(::File.dirname(path))
      ::File.binwrite(path, @bytes)
      true
    end
  end

  def generate(site)
    records = site.find_converter_instance(Jekyll::Converters::Markdown).parser.material.records
    shown(site).each do |name|
      capture = Article::Capture.new((records.find(name) || {})["trace"])
      site.static_files << File.new(site, Article::Capture.path(name), capture.bytes) if capture.any?
    end
  end

  private

  def shown(site)
    directives = (site.posts.docs + site.pages).flat_map { |document| Article::Directive.all_in(document.content.to_s) }
    directives.select { |directive| Article::Capture::KINDS.include?(directive.kind) }.map(&:subject).uniq
  end
end
