// Package resources is what a machine shows of itself as COSI resources, with the types and the server of the real thing.
package resources

import (
	"context"
	"reflect"
	"strings"

	cosi "github.com/cosi-project/runtime/api/v1alpha1"
	"github.com/cosi-project/runtime/pkg/resource"
	"github.com/cosi-project/runtime/pkg/resource/meta"
	"github.com/cosi-project/runtime/pkg/safe"
	"github.com/cosi-project/runtime/pkg/state"
	"github.com/cosi-project/runtime/pkg/state/impl/inmem"
	"github.com/cosi-project/runtime/pkg/state/impl/namespaced"
	"github.com/cosi-project/runtime/pkg/state/protobuf/server"
	"github.com/cosi-project/runtime/pkg/state/registry"
	"github.com/siderolabs/talos/pkg/machinery/resources/block"
	"github.com/siderolabs/talos/pkg/machinery/resources/config"
	"github.com/siderolabs/talos/pkg/machinery/resources/k8s"
	"github.com/siderolabs/talos/pkg/machinery/resources/runtime"
	"github.com/siderolabs/talos/pkg/machinery/resources/v1alpha1"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// State holds the resources of one boot.
type State struct{ state.State }

// New returns a state without resources, in which the types are registered that a simulated machine shows.
func New() (*State, error) {
	ctx := context.Background()
	resources := state.WrapCore(namespaced.NewState(inmem.Build))

	namespaces := registry.NewNamespaceRegistry(resources)
	if err := namespaces.RegisterDefault(ctx); err != nil {
		return nil, err
	}

	types := registry.NewResourceRegistry(resources)
	if err := types.RegisterDefault(ctx); err != nil {
		return nil, err
	}

	for _, name := range []resource.Namespace{v1alpha1.NamespaceName, config.NamespaceName, k8s.NamespaceName, k8s.ControlPlaneNamespaceName} {
		if err := namespaces.Register(ctx, name, ""); err != nil {
			return nil, err
		}
	}

	for _, shown := range []meta.ResourceWithRD{
		&block.Disk{}, &block.MountStatus{}, &block.SystemDisk{}, &block.VolumeStatus{},
		&config.MachineConfig{}, &config.MachineType{},
		&k8s.BootstrapManifestsConfig{}, &k8s.Nodename{}, &k8s.StaticPodStatus{},
		&runtime.Diagnostic{}, &runtime.MachineStatus{},
		&v1alpha1.Service{},
	} {
		if err := types.Register(ctx, shown); err != nil {
			return nil, err
		}
	}

	return &State{State: resources}, nil
}

// Server answers the calls of the API. Nobody writes, and sensitive types are for those whom isAdmin says so.
func (s *State) Server(isAdmin func(context.Context) bool) cosi.StateServer {
	return server.NewState(state.Filter(s.State, func(ctx context.Context, access state.Access) error {
		if !access.Verb.Readonly() {
			return status.Error(codes.PermissionDenied, "write access is not allowed")
		}

		definition, err := safe.StateGetByID[*meta.ResourceDefinition](ctx, s.State, strings.ToLower(access.ResourceType))
		if state.IsNotFoundError(err) {
			return status.Errorf(codes.PermissionDenied, "resource type %q is not supported", access.ResourceType)
		} else if err != nil {
			return err
		}

		if definition.TypedSpec().Sensitivity == meta.Sensitive && !isAdmin(ctx) {
			return status.Error(codes.PermissionDenied, "not authorized")
		}

		if _, err := safe.StateGetByID[*meta.Namespace](ctx, s.State, access.ResourceNamespace); state.IsNotFoundError(err) {
			return status.Errorf(codes.PermissionDenied, "namespace %q is not supported", access.ResourceNamespace)
		} else if err != nil {
			return err
		}

		return nil
	}))
}

// put makes a resource be as given; one that is so already keeps its version.
func (s *State) put(wanted resource.Resource) error {
	ctx := context.Background()

	present, err := s.Get(ctx, wanted.Metadata())
	if state.IsNotFoundError(err) {
		return s.Create(ctx, wanted)
	}

	if err != nil || reflect.DeepEqual(present.Spec(), wanted.Spec()) {
		return err
	}

	wanted.Metadata().SetVersion(present.Metadata().Version())

	return s.Update(ctx, wanted)
}

func (s *State) remove(pointer resource.Pointer) error {
	if err := s.Destroy(context.Background(), pointer); err != nil && !state.IsNotFoundError(err) {
		return err
	}

	return nil
}
