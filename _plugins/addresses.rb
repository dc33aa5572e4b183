# frozen_string_literal: true

require_relative "faults"

# Of two pages at one address Jekyll writes one over the other, and says so only where it
# is not told to be quiet.
module Addresses
  module_function

  def check(site)
    items = site.posts.docs + site.pages
    items.group_by { |item| item.destination("") }.each_value do |same|
      next if same.size < 2

      Faults.tell(same.map(&:relative_path).join(", "),
                  "have one address, #{same.first.url}; give one of them a permalink of its own")
    end
  end
end

# A file's name may have Hangul in the letters of it (NFD), as macOS writes it; links are typed
# in NFC, and a server finds nothing else under them.
module Composed
  # Addresses of pages.
  module Address
    def to_s
      super.unicode_normalize(:nfc)
    end
  end

  # Parts of them, before they are encoded.
  module Part
    def escape_path(path)
      super(path.unicode_normalize(:nfc))
    end
  end

  # Files that are published as they are.
  module File
    def url
      super.unicode_normalize(:nfc)
    end

    def destination(dest)
      super.unicode_normalize(:nfc)
    end
  end
end

Jekyll::URL.prepend(Composed::Address)
Jekyll::URL.singleton_class.prepend(Composed::Part)
Jekyll::StaticFile.prepend(Composed::File)

Jekyll::Hooks.register :site, :post_read, :priority => :low do |site|
  Addresses.check(site)
end
