package proxmox

import (
	"fmt"
	"strconv"
)

// limits are what a drive may do in a second, and what for a short time; the name of the latter has _max at its end.
var limits = []string{"iops_rd", "iops_wr", "mbps_rd", "mbps_wr"}

// limitNames are the names of all limits of a drive.
func limitNames() []string {
	var all []string
	for _, name := range limits {
		all = append(all, name, name+"_max")
	}

	return all
}

// checkLimits refuses limits with which QEMU does not come up.
func checkLimits(drive properties) error {
	for _, name := range limits {
		limit, burst := drive[name], drive[name+"_max"]
		if burst == "" {
			continue
		}

		if limit == "" {
			return &qemuExit{[]string{"kvm: bps_max/iops_max require corresponding bps/iops values"}}
		}

		average, err := strconv.ParseFloat(limit, 64)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}

		if highest, err := strconv.ParseFloat(burst, 64); err != nil || highest < average {
			return &qemuExit{[]string{"kvm: bps_max/iops_max cannot be lower than bps/iops"}}
		}
	}

	return nil
}
