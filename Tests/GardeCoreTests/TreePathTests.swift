import GardeCore
import Testing

@Suite struct TreePathTests {
    @Test func `what is kept of a path that is cut and lengthened all the time takes no more room than it needs`() {
        var (path, kept) = (TreePath(names: [Array("mail".utf8), Array("cur".utf8), []]), [TreePath]())
        let length = path.bytes.count
        for number in 0..<2000 {
            path.bytes += Array("\(1_700_000_000 + number).M1P1.host:2,S".utf8)
            kept.append(path.fitted)
            path.bytes.removeLast(path.bytes.count - length)
        }
        #expect(kept.allSatisfy { $0.bytes.capacity < $0.bytes.count + 32 })
        #expect(kept[7].shown == Array("mail/cur/1700000007.M1P1.host:2,S".utf8))
    }
}
