/// A day of the Gregorian calendar, as everybody's clocks and headers show it.
public struct CivilDate: Equatable, Sendable {
    /// The year, for example 2026.
    public let year: Int64

    /// The month, from 1.
    public let month: Int64

    /// The day of the month, from 1.
    public let day: Int64

    /// Turns days since 1 January 1970, not before, into a date.
    ///
    /// Counted from 1 March of year 0, so that the leap day is the last of its year and the lengths of the months
    /// repeat: 153 days for every five of them.
    public init(daysSince1970 days: Int64) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }
}
