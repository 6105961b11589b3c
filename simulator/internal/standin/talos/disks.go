package talos

import (
	"context"

	"github.com/siderolabs/talos/pkg/machinery/cel"
	"github.com/siderolabs/talos/pkg/machinery/cel/celenv"
	"github.com/siderolabs/talos/pkg/machinery/client"
	"github.com/siderolabs/talos/pkg/machinery/config/types/block/blockhelpers"
	"github.com/siderolabs/talos/pkg/machinery/resources/block"

	"cdktf-proxmox-talos/simulator/internal/standin"
)

// readDisks lists the disks of a node that match the selector, also in maintenance mode.
func readDisks(ctx context.Context, config standin.Values) (standin.Values, error) {
	called, err := nodeOf(config, nil)
	if err != nil {
		return nil, err
	}

	limit, err := timeout(config, "read")
	if err != nil {
		return nil, err
	}

	selector := standin.Text(config["selector"])
	if selector == "" {
		selector = "true"
	}

	expression, err := cel.ParseBooleanExpression(selector, celenv.DiskLocator())
	if err != nil {
		return nil, &standin.Fault{Attribute: "selector", Summary: "failed to parse celenv selector", Detail: err.Error()}
	}

	matched := make(chan []*block.Disk, 1)

	err = called.retry(ctx, limit, func(ctx context.Context, c *client.Client) error {
		disks, err := blockhelpers.MatchDisks(ctx, c.COSI, &expression)
		if err == nil {
			matched <- disks
		}

		return err
	})
	if err != nil {
		return nil, &standin.Fault{Summary: "failed to get list of disks", Detail: err.Error()}
	}

	// without a match the provider returns null, not an empty list
	var disks any

	var list []any
	for _, disk := range <-matched {
		list = append(list, diskContent(disk.TypedSpec()))
		disks = list
	}

	standin.Set(config, "id", "machine_disks")
	standin.Set(config, "endpoint", called.endpoint)
	standin.Set(config, "disks", disks)

	return config, nil
}

func diskContent(disk *block.DiskSpec) map[string]any {
	return map[string]any{
		"dev_path":        disk.DevPath,
		"size":            int64(disk.Size),
		"pretty_size":     disk.PrettySize,
		"io_size":         int64(disk.IOSize),
		"sector_size":     int64(disk.SectorSize),
		"readonly":        disk.Readonly,
		"cdrom":           disk.CDROM,
		"model":           disk.Model,
		"serial":          disk.Serial,
		"modalias":        disk.Modalias,
		"wwid":            disk.WWID,
		"uuid":            disk.UUID,
		"bus_path":        disk.BusPath,
		"sub_system":      disk.SubSystem,
		"transport":       disk.Transport,
		"rotational":      disk.Rotational,
		"secondary_disks": append([]string{}, disk.SecondaryDisks...),
		"symlinks":        append([]string{}, disk.Symlinks...),
	}
}
