import GardeIO
import Testing

@Suite struct VisibleTests {
    @Test func `ordinary text stays as it is, accents and emoji included`() {
        #expect(visible("« Espace disque insuffisant » 👩‍🚒") == "« Espace disque insuffisant » 👩‍🚒")
    }

    @Test func `control characters are written out: no line breaks, no escape sequences`() {
        #expect(visible("a\u{1b}[31mb\nc\r\n\0\u{7f}") == "a\\x1b[31mb\\x0ac\\x0d\\x0a\\x00\\x7f")
        #expect(visible("\u{9b}31m") == "\\xc2\\x9b31m")
    }

    @Test func `marks that turn the direction of writing are written out`() {
        #expect(visible("gpj.\u{202e}exe\u{2028}") == "gpj.\\u{202e}exe\\u{2028}")
    }

    @Test func `bytes that are no UTF-8 show as what they are`() {
        #expect(visible([0x63, 0x61, 0x66, 0xe9, 0x21]) == "caf\\xe9!")
        #expect(visible([0xe2, 0x82]) == "\\xe2\\x82")
        #expect(visible([0xff, 0x41, 0xc3, 0xa9]) == "\\xffAé")
    }
}
