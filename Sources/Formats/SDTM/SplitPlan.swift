/// How the rows of a dataset are shared out to pieces: as many whole subjects as fit, in order.
struct SplitPlan {
    /// The number of rows of each piece.
    private(set) var pieces: [Int] = []

    init(order: SubjectOrder, rowsPerPiece room: Int) {
        var filled = 0
        var place = 0
        while place < order.count {
            let subject = order[place].subject
            var rows = 0
            while place < order.count, order[place].subject == subject {
                rows += Int(order[place].rows)
                place += 1
            }
            // Rows without a subject (trial design) have nothing that must stay together.
            let isWhole = subject != Int32(DatasetSpool.noSubject) && rows <= room
            if isWhole, filled + rows > room {
                pieces.append(filled)
                filled = 0
            }
            filled += rows
            while filled > room {
                pieces.append(room)
                filled -= room
            }
        }
        if filled > 0 { pieces.append(filled) }
    }
}
