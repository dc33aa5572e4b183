# frozen_string_literal: true

require "fileutils"

require_relative "article"
require_relative "article/archive"
require_relative "article/capture"
require_relative "article/printed"

# Publishes what is made of records: the packets of the runs whose packets pages show,
# /snippets/….pcap, the output of which they show only some lines, /snippets/….txt, and of
# each example that they show an archive, /snippets/….tar.gz.
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
    material = site.find_converter_instance(Jekyll::Converters::Markdown).parser.material
    records = material.records
    directives = (site.posts.docs + site.pages).flat_map { |document| Article::Directive.all_in(document.content.to_s) }
    [captures(directives, records), outputs(directives, records), archives(directives, material)].reduce(:merge).each do |path, bytes|
      site.static_files << File.new(site, path, bytes)
    end
  end

  private

  def captures(directives, records)
    shown = directives.select { |directive| Article::Capture::KINDS.include?(directive.kind) }.map(&:subject).uniq
    shown.filter_map do |name|
      capture = Article::Capture.new((records.find(name) || {})["trace"])
      [Article::Capture.path(name), capture.bytes] if capture.any?
    end.to_h
  end

  def outputs(directives, records)
    shown = directives.select { |directive| directive.kind == "output" && directive.lines.any? }.map(&:subject).uniq
    shown.filter_map { |name| records.find(name) }.to_h do |record|
      [Article::Printed.path(record["snippet"]), Article::Printed.new(record).text.b]
    end
  end

  def archives(directives, material)
    shown = directives.uniq { |directive| [directive.file?, directive.subject] }.filter_map { |directive| material.records.for(directive) }
    shown.uniq.group_by { |record| Article::Archive.path(record["snippet"]) }.transform_values do |records|
      alike(records) if records.size > 1
      Article::Archive.new(records.first, material.sources).bytes
    end
  end

  # Readers would get the one for the other.
  def alike(records)
    names = records.map { |record| record["snippet"] }
    raise Jekyll::Errors::FatalException, "#{names.join(" and ")} would have one archive, #{Article::Archive.path(names.first)}. Rename one"
  end
end
