package proxmox

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// failure is a refusal, worded like that of Proxmox VE.
type failure struct {
	status  int
	message string
	// fields are faults of single parameters.
	fields map[string]string
}

func (f *failure) Error() string {
	text := f.message

	for _, name := range slices.Sorted(maps.Keys(f.fields)) {
		text += fmt.Sprintf(" %s: %s", name, f.fields[name])
	}

	return text
}

// refuse is the usual refusal, with status 500.
func refuse(format string, arguments ...any) error {
	return &failure{status: http.StatusInternalServerError, message: fmt.Sprintf(format, arguments...)}
}

func refuseWith(status int, format string, arguments ...any) error {
	return &failure{status: status, message: fmt.Sprintf(format, arguments...)}
}

// refuseParameter is a refusal of the value of one parameter.
func refuseParameter(name, format string, arguments ...any) error {
	return &failure{
		status:  http.StatusBadRequest,
		message: "Parameter verification failed.",
		fields:  map[string]string{name: fmt.Sprintf(format, arguments...)},
	}
}

func refuseUnknownParameter(name string) error {
	return refuseParameter(name, "property is not defined in schema and the schema does not allow additional properties")
}

// writeFailure answers with an error; the reason stands in the status line, where clients of Proxmox VE look for it.
func writeFailure(w http.ResponseWriter, err error) {
	fault := &failure{status: http.StatusInternalServerError, message: err.Error()}
	errors.As(err, &fault)

	body := map[string]any{"data": nil, "message": fault.message + "\n"}
	if len(fault.fields) > 0 {
		body["errors"] = fault.fields
	}

	w.Header().Set(reasonHeader, strings.ReplaceAll(strings.TrimSpace(fault.message), "\n", " "))
	writeJSON(w, fault.status, body)
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	content, err := json.Marshal(body)
	if err != nil {
		status, content = http.StatusInternalServerError, []byte(`{"data":null,"message":"the answer cannot be written"}`)
	}

	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	w.WriteHeader(status)
	_, _ = w.Write(content)
}
