import Values

extension Decimal {
    /// The number as a double that a transport file can hold; nil for what IBM floating point does not have (TS-140):
    /// magnitudes below 16^-65 or from 16^63 on. CSV is held to it too, so that a study is one in all its formats.
    var writable: Double? {
        let number = double
        if significand == 0 { return 0 }
        return number.magnitude >= 0x1p-260 && number.magnitude < 0x1p252 ? number : nil
    }
}
