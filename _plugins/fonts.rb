# frozen_string_literal: true

require "digest"
require "fileutils"
require "open3"

# The font of code. Captured columns line up only where a Hangul syllable is as
# wide as two Latin letters, which few systems' fonts do and D2Coding does. It
# is 4 MB; of that, what the articles' code needs is a few dozen KB. So fonttools
# cuts it to these characters, Latin and Hangul apart: a page whose code has no
# Hangul loads the first alone.
class Fonts < Jekyll::Generator
  priority :low

  FONT = "node_modules/d2coding/fonts/d2coding-full.ttf"
  FOLDER = "assets/fonts"

  # The files, and which characters are theirs. One that the font lacks comes
  # from the next family of the list.
  FILES = {
    "code-latin.woff2" => [0x0000..0x10ff, 0x1200..0x2e7f, 0xfb00..0xfb4f],
    "code-hangul.woff2" => [0x1100..0x11ff, 0x2e80..0xd7ff, 0xf900..0xfaff, 0xfe30..0xffef],
  }.freeze

  # What programs print sooner or later: the Latin file is the same for all.
  ALWAYS = [0x20..0x7e, 0xa0..0xff, 0x2010..0x2026, 0x2190..0x2193, 0x2500..0x257f].flat_map(&:to_a).freeze

  CODE_DIGEST = Digest::SHA256.file(__FILE__).hexdigest.freeze

  # A fenced block, or code within a line.
  CODE = /^[ >\t]*(?<fence>`{3,}|~{3,}).*?^[ >\t]*\k<fence>|`[^`\n]+`/m.freeze

  def generate(site)
    return unless able?(font = site.in_source_dir(FONT))

    parts = split(characters(site))
    folders = parts.to_h { |name, characters| [name, made(font, name, characters, site.cache_dir)] }
    folders.each { |name, folder| site.static_files << Jekyll::StaticFile.new(site, folder, FOLDER, name) }
    forget(site.cache_dir, folders.values)
    declare(site, parts.keys)
  end

  private

  def able?(font)
    missing = [FONT, "pyftsubset"].zip([File.file?(font), tool?]).reject(&:last).map(&:first)
    return true if missing.empty?

    @told ||= warn("fonts: code is shown in the reader's own font, as #{missing.join(" and ")} " \
                   "is missing. Run: tools/setup site") || true
    false
  end

  def tool?
    ENV["PATH"].split(":").any? { |folder| File.executable?(File.join(folder, "pyftsubset")) }
  end

  # The numbers of all characters in code: of the articles, and of the programs
  # they may show a part of.
  def characters(site)
    paths = Dir[site.in_source_dir("snippets", "**", "*.{c,h}")]
    programs = paths.flat_map { |path| foreign(File.read(path, :encoding => "utf-8").scrub("")) }
    (ALWAYS | (programs + of_articles(site)).uniq.map(&:ord)).sort
  end

  # Those of articles, as they are. Who follows changes finds most as they were.
  def of_articles(site)
    before = @articles || {}
    texts = (site.posts.docs + site.pages).map { |item| item.content.to_s }
    @articles = texts.to_h { |text| [text, before[text] || foreign(code_in(text))] }
    @articles.values.flatten
  end

  # The characters of TEXT that are not ASCII, once each.
  def foreign(text)
    text.ascii_only? ? [] : text.delete("\0-\x7f").chars.uniq
  end

  def code_in(text)
    return "" if text.ascii_only?

    text.to_enum(:scan, CODE).map { Regexp.last_match(0) }.join
  end

  def split(characters)
    FILES.transform_values { |ranges| characters.select { |c| ranges.any? { |range| range.cover?(c) } } }
         .reject { |_, of_file| of_file.empty? }
  end

  # The folder that holds the file NAME; it is made where none does for these
  # CHARACTERS.
  def made(font, name, characters, cache)
    key = Digest::SHA256.hexdigest([name, characters, File.size(font), CODE_DIGEST].inspect)[0, 16]
    folder = File.join(cache, "fonts", key)
    return folder if File.directory?(folder)

    FileUtils.mkdir_p(File.join("#{folder}.new", FOLDER))
    cut(font, characters, File.join("#{folder}.new", FOLDER, name))
    File.rename("#{folder}.new", folder)
    folder
  end

  def forget(cache, used)
    FileUtils.rm_rf(Dir[File.join(cache, "fonts", "*")] - used)
  end

  # Without its name, which a part of the font may not bear. Without hinting,
  # which is half of it and which no screen of today misses.
  def cut(font, characters, file)
    said, status = Open3.capture2e(
      "pyftsubset", font, "--unicodes-file=/dev/stdin", "--output-file=#{file}", "--flavor=woff2",
      "--name-IDs=0,7,13,14", "--no-hinting", "--desubroutinize", "--layout-features=",
      :stdin_data => characters.map { |c| format("%04X\n", c) }.join
    )
    raise Jekyll::Errors::FatalException, "fonts: pyftsubset could not make #{file}:\n#{said}" unless status.success?
  end

  # The rules go into the one stylesheet (styles.rb): a page that had to fetch a
  # second would wait for it.
  def declare(site, names)
    site.data["font_faces"] = names.map { |file| face(file) }.join
    site.data["fonts"] = names.map { |file| "/#{FOLDER}/#{file}" }
  end

  # The letters are narrower and smaller than those of other fonts of code.
  def face(name)
    range = FILES[name].map { |r| format("U+%04X-%04X", r.begin, r.end) }.join(", ")
    <<~CSS
      @font-face {
        font-family: "Site Code";
        src: url("../fonts/#{name}") format("woff2");
        font-display: swap;
        size-adjust: 108%;
        unicode-range: #{range};
      }
    CSS
  end
end
