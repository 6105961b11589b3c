package talos

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/cosi-project/runtime/pkg/safe"
	"github.com/cosi-project/runtime/pkg/state"
	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/client"
	"github.com/siderolabs/talos/pkg/machinery/constants"
	"github.com/siderolabs/talos/pkg/machinery/imager/quirks"
	"github.com/siderolabs/talos/pkg/machinery/resources/block"
	"github.com/siderolabs/talos/pkg/machinery/resources/runtime"
	"google.golang.org/grpc/codes"
	"k8s.io/client-go/kubernetes"
)

const mebibyte = 1 << 20

// Memory that a node needs, less the share of its kernel, and its smallest disk.
const (
	controlPlaneMemory = (1848 - 150) * mebibyte
	workerMemory       = (1024 - 150) * mebibyte
	diskBytes          = 6 << 30
)

// cluster is what the health check gets to know of a cluster, and the connection to it.
type cluster struct {
	client                 *client.Client
	controlPlanes, workers []string
	kubernetes             kubernetes.Interface
}

func (c *cluster) nodes() []string { return slices.Concat(c.controlPlanes, c.workers) }

// checkAddresses refuses names: the checks compare addresses.
func (c *cluster) checkAddresses() error {
	for _, address := range c.nodes() {
		if _, err := netip.ParseAddr(address); err != nil {
			return err
		}
	}

	return nil
}

func serviceHealthy(service string) func(context.Context, *cluster) error {
	return func(ctx context.Context, c *cluster) error {
		services, err := c.client.ServiceInfo(client.WithNodes(ctx, c.controlPlanes...), service)
		if err != nil {
			return err
		}

		if len(services) != len(c.controlPlanes) {
			return fmt.Errorf("expected a response with %d node(s), got %d", len(c.controlPlanes), len(services))
		}

		slices.SortFunc(services, func(a, b client.ServiceInfo) int {
			return strings.Compare(a.Metadata.GetHostname(), b.Metadata.GetHostname())
		})

		var faults []error

		for _, info := range services {
			node, events := info.Metadata.GetHostname(), info.Service.GetEvents().GetEvents()

			switch {
			case len(events) == 0:
				faults = append(faults, fmt.Errorf("%s: no events recorded yet for service %q", node, service))
			case events[len(events)-1].GetState() != "Running":
				last := events[len(events)-1]
				faults = append(faults, fmt.Errorf("%s: service %q not in expected state %q: current state [%s] %s",
					node, service, "Running", last.GetState(), last.GetMsg()))
			case !info.Service.GetHealth().GetHealthy():
				faults = append(faults, fmt.Errorf("%s: service is not healthy: %s", node, service))
			}
		}

		return errors.Join(faults...)
	}
}

// member is what etcd members are compared by.
type member struct {
	hostname  string
	id        uint64
	isLearner bool
}

func etcdConsistent(ctx context.Context, c *cluster) error {
	answer, err := c.client.EtcdMemberList(client.WithNodes(ctx, c.controlPlanes...), &machineapi.EtcdMemberListRequest{})
	if err != nil {
		return err
	}

	messages := answer.GetMessages()
	if len(messages) == 0 {
		return errors.New("no messages returned")
	}

	slices.SortFunc(messages, func(a, b *machineapi.EtcdMembers) int {
		return strings.Compare(a.GetMetadata().GetHostname(), b.GetMetadata().GetHostname())
	})

	var known map[member]bool

	for _, message := range messages {
		told := map[member]bool{}
		for _, each := range message.GetMembers() {
			told[member{each.GetHostname(), each.GetId(), each.GetIsLearner()}] = true
		}

		if known == nil {
			known = told
		}

		if !maps.Equal(known, told) {
			return fmt.Errorf("%s: expected to have %v members, got %v", message.GetMetadata().GetHostname(), hostnames(known), hostnames(told))
		}
	}

	return nil
}

func hostnames(members map[member]bool) []string {
	var names []string
	for each := range members {
		names = append(names, each.hostname)
	}

	slices.Sort(names)

	return names
}

func etcdOnControlPlane(ctx context.Context, c *cluster) error {
	answer, err := c.client.EtcdMemberList(ctx, &machineapi.EtcdMemberListRequest{})
	if err != nil {
		return err
	}

	if len(answer.GetMessages()) == 0 {
		return errors.New("no messages returned")
	}

	var hosts []string

	for _, each := range answer.GetMessages()[0].GetMembers() {
		for _, peer := range each.GetPeerUrls() {
			parsed, err := url.Parse(peer)
			if err != nil {
				return err
			}

			hosts = append(hosts, parsed.Hostname())
		}
	}

	if slices.ContainsFunc(hosts, func(host string) bool { return !slices.Contains(c.controlPlanes, host) }) {
		return fmt.Errorf("etcd member ips %q are not subset of control plane node ips %q", hosts, c.controlPlanes)
	}

	return nil
}

func apidReady(ctx context.Context, c *cluster) error {
	_, err := c.client.Version(client.WithNodes(ctx, c.nodes()...))

	return err
}

// machines are the nodes that are not containers. As in the provider, one that does not tell its platform crashes it.
func (c *cluster) machines(ctx context.Context) ([]string, error) {
	answer, err := c.client.Version(client.WithNodes(ctx, c.nodes()...))
	if err != nil {
		return nil, fmt.Errorf("error getting version: %w", err)
	}

	var found []string

	for _, message := range answer.GetMessages() {
		if message.GetMetadata() == nil {
			return nil, errors.New("got empty metadata")
		}

		if message.Platform.Mode != "container" {
			found = append(found, message.GetMetadata().GetHostname())
		}
	}

	slices.Sort(found)

	return found, nil
}

func memorySizes(ctx context.Context, c *cluster) error {
	machines, err := c.machines(ctx)
	if err != nil || len(machines) == 0 {
		return err
	}

	answer, err := c.client.Memory(client.WithNodes(ctx, machines...))
	if err != nil {
		return fmt.Errorf("error getting nodes memory: %w", err)
	}

	var faults []error

	for _, message := range answer.GetMessages() {
		if message.GetMetadata() == nil {
			return errors.New("no metadata in the response")
		}

		node := message.GetMetadata().GetHostname()

		minimum := uint64(controlPlaneMemory)
		switch {
		case slices.Contains(c.controlPlanes, node):
		case slices.Contains(c.workers, node):
			minimum = workerMemory
		default:
			return fmt.Errorf("unexpected node %q in response", node)
		}

		if total := message.GetMeminfo().GetMemtotal() * 1024; total < minimum {
			faults = append(faults, fmt.Errorf("node %q does not meet memory requirements: expected at least %d MiB, actual %d MiB",
				node, minimum/mebibyte, total/mebibyte))
		}
	}

	return errors.Join(faults...)
}

func diskSizes(ctx context.Context, c *cluster) error {
	machines, err := c.machines(ctx)
	if err != nil {
		return err
	}

	partitions := quirks.New("").PartitionSizes()
	minimum := diskBytes - (partitions.UKIEFISize() + partitions.StateSize() + partitions.METASize() + 10*mebibyte)

	var faults []error

	for _, node := range machines {
		volume, err := safe.StateGetByID[*block.VolumeStatus](client.WithNode(ctx, node), c.client.COSI, constants.EphemeralPartitionLabel)

		switch {
		case client.StatusCode(err) == codes.PermissionDenied:
			return errSkip
		case err != nil:
			faults = append(faults, fmt.Errorf("error getting volume status for node %q: %w", node, err))
		case volume.TypedSpec().Size < minimum:
			faults = append(faults, fmt.Errorf("ephemeral partition %q for node %q is too small, expected at least %d MiB, actual %d MiB",
				volume.TypedSpec().Location, node, minimum/mebibyte, volume.TypedSpec().Size/mebibyte))
		}
	}

	return errors.Join(faults...)
}

func noDiagnostics(ctx context.Context, c *cluster) error {
	var faults []string

	for _, node := range c.nodes() {
		diagnostics, err := safe.StateListAll[*runtime.Diagnostic](client.WithNode(ctx, node), c.client.COSI)
		if client.StatusCode(err) == codes.PermissionDenied {
			return errSkip
		}

		if err != nil {
			return err
		}

		var messages []string
		for each := range diagnostics.All() {
			messages = append(messages, each.TypedSpec().Message)
		}

		if len(messages) > 0 {
			faults = append(faults, node+": "+strings.Join(messages, ", "))
		}
	}

	if len(faults) > 0 {
		return fmt.Errorf("active diagnostics: %s", strings.Join(faults, "; "))
	}

	return nil
}

// allBooted watches all nodes at once until each has reported its stage.
func allBooted(ctx context.Context, c *cluster) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	type told struct {
		node  string
		event state.Event
	}

	all := make(chan told)
	stages := map[string]runtime.MachineStage{}

	for _, node := range c.nodes() {
		events := make(chan state.Event)
		if err := c.client.COSI.Watch(client.WithNode(ctx, node), runtime.NewMachineStatus().Metadata(), events); err != nil {
			return err
		}

		go func() {
			for {
				select {
				case event := <-events:
					select {
					case all <- told{node, event}:
					case <-ctx.Done():
						return
					}
				case <-ctx.Done():
					return
				}
			}
		}()
	}

	for len(stages) < len(c.nodes()) {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case next := <-all:
			if next.event.Type == state.Errored {
				return fmt.Errorf("error watching machine %s status: %w", next.node, next.event.Error)
			}

			if status, isStatus := next.event.Resource.(*runtime.MachineStatus); isStatus && next.event.Type != state.Destroyed {
				stages[next.node] = status.TypedSpec().Stage
			}
		}
	}

	return notRunning(stages)
}

func notRunning(stages map[string]runtime.MachineStage) error {
	nodes := map[runtime.MachineStage][]string{}

	for node, stage := range stages {
		if stage != runtime.MachineStageRunning {
			nodes[stage] = append(nodes[stage], node)
		}
	}

	if len(nodes) == 0 {
		return nil
	}

	var parts []string

	for _, stage := range slices.Sorted(maps.Keys(nodes)) {
		slices.Sort(nodes[stage])
		parts = append(parts, fmt.Sprintf("%s: %v", stage, nodes[stage]))
	}

	return fmt.Errorf("nodes are not running: %s", strings.Join(parts, ", "))
}
