package proxmox

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// properties is a property string of Proxmox VE: `value,key=value,…`.
type properties map[string]string

// parseProperties reads a property string; a first part without a key is the value of defaultKey.
func parseProperties(text, defaultKey string) (properties, error) {
	parsed := properties{}

	for _, part := range strings.Split(text, ",") {
		key, value, hasKey := strings.Cut(part, "=")

		switch {
		case part == "":
			continue
		case !hasKey && defaultKey == "":
			return nil, fmt.Errorf("invalid format - value without key: %s", part)
		case !hasKey:
			key, value = defaultKey, part
		}

		if _, twice := parsed[key]; twice {
			return nil, fmt.Errorf("invalid format - duplicate key in comma-separated list property: %s", key)
		}

		parsed[key] = value
	}

	return parsed, nil
}

// print writes the value of defaultKey first and the rest by name, as Proxmox VE stores it.
func (p properties) print(defaultKey string) string {
	var parts []string

	if value, given := p[defaultKey]; given {
		parts = append(parts, value)
	}

	for _, key := range slices.Sorted(maps.Keys(p)) {
		if key != defaultKey {
			parts = append(parts, key+"="+p[key])
		}
	}

	return strings.Join(parts, ",")
}

// onlyKeys refuses keys that are not among those allowed.
func (p properties) onlyKeys(allowed ...string) error {
	for _, key := range slices.Sorted(maps.Keys(p)) {
		if !slices.Contains(allowed, key) {
			return fmt.Errorf("invalid format - %s: property is not defined in schema and the schema does not allow additional properties", key)
		}
	}

	return nil
}

// formatBytes writes a size with the largest unit that it is a whole number of.
func formatBytes(bytes int64) string {
	units := []string{"", "K", "M", "G", "T"}
	unit := 0

	for bytes != 0 && bytes%1024 == 0 && unit < len(units)-1 {
		bytes /= 1024
		unit++
	}

	return strconv.FormatInt(bytes, 10) + units[unit]
}

// parseBytes reads a size such as 21474836480, 20G or 1.5T.
func parseBytes(text string) (int64, error) {
	number, factor := text, int64(1)

	if position := strings.IndexAny(text, "KMGT"); position >= 0 && position == len(text)-1 {
		number = text[:position]
		factor = map[byte]int64{'K': kibi, 'M': mebi, 'G': gibi, 'T': 1024 * gibi}[text[position]]
	}

	if whole, err := strconv.ParseInt(number, 10, 64); err == nil && whole >= 0 && whole <= (1<<62)/factor {
		return whole * factor, nil
	}

	fraction, err := strconv.ParseFloat(number, 64)
	if err != nil || fraction < 0 || fraction*float64(factor) > 1<<62 {
		return 0, fmt.Errorf("%q is no size; write such as 20G", text)
	}

	return int64(fraction * float64(factor)), nil
}

// naturally sorts names such as scsi2 and scsi10 by name and number.
func naturally(names []string) []string {
	sort.Slice(names, func(i, j int) bool {
		first, firstNumber := splitNumber(names[i])
		second, secondNumber := splitNumber(names[j])

		if first != second {
			return first < second
		}

		return firstNumber < secondNumber
	})

	return names
}

// splitNumber splits scsi10 into scsi and 10; the number is -1 if there is none.
func splitNumber(name string) (string, int) {
	prefix := strings.TrimRight(name, "0123456789")

	number, err := strconv.Atoi(name[len(prefix):])
	if err != nil {
		return name, -1
	}

	return prefix, number
}

// splitList splits what Proxmox VE takes as a list: by comma, semicolon or space.
func splitList(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' || r == 0 })
}
