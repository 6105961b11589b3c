package talos

import (
	"context"

	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/client"

	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/rules"
)

func bootstrapResource() standin.Resource {
	return standin.Resource{
		Rules: append(writeOnlyOr("client configuration", "client_configuration", ""), rules.Timeouts),
		Keeps: []string{"id"},
		Plan: func(_ context.Context, change *standin.Change) error {
			planEndpoint(change)

			return nil
		},
		Create: bootstrap,
		Update: asPlanned,
		Delete: standin.Forget,
		Import: importBootstrap,
	}
}

// bootstrap retries also when the node says that it has been done before.
func bootstrap(ctx context.Context, planned, config standin.Values) (standin.Values, error) {
	called, err := nodeOf(planned, config)
	if err != nil {
		return nil, err
	}

	limit, err := timeout(planned, "create")
	if err != nil {
		return nil, err
	}

	err = called.retry(ctx, limit, func(ctx context.Context, c *client.Client) error {
		return c.Bootstrap(ctx, &machineapi.BootstrapRequest{})
	})
	if err != nil {
		return nil, &standin.Fault{Summary: "Error bootstrapping node", Detail: err.Error()}
	}

	standin.Set(planned, "id", "machine_bootstrap")

	return planned, nil
}

// importBootstrap takes any id and asks no node: whoever imports says that it has been done. The next plan fills in the
// rest as an update, which calls nothing.
func importBootstrap(_ context.Context, _ string, state standin.Values) (standin.Values, error) {
	standin.Set(state, "id", "machine_bootstrap")
	standin.Set(state, "timeouts", map[string]any{})

	return state, nil
}
