package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
)

// transfers uses HTTP/2 as hard as clients do, on Go's own transport: bodies of many sizes
// both ways, with and without a length, with trailers; more requests at once than a
// connection may have; readers that take their time; requests that are broken off. It
// prints a line for each thing that went well.
func transfers(ctx context.Context, config *rest.Config, namespace string) error {
	client, err := rest.HTTPClientFor(config)
	if err != nil {
		return err
	}
	t := &transfer{client: client, host: config.Host, path: "/api/v1/namespaces/" + namespace + "/configmaps"}
	for _, step := range []struct {
		name string
		run  func(context.Context) error
	}{{"sizes", t.sizes}, {"too large", t.tooLarge}, {"crowd", t.crowd}, {"slow readers", t.slowReaders}, {"broken off", t.brokenOff}} {
		if err := step.run(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
		fmt.Println(step.name)
	}
	return nil
}

type transfer struct {
	client *http.Client
	host   string
	path   string
}

// dripping is a body that comes in small pieces and does not say how long it is.
type dripping struct{ rest []byte }

func (d *dripping) Read(into []byte) (int, error) {
	if len(d.rest) == 0 {
		return 0, io.EOF
	}
	count := copy(into, d.rest[:min(1000, len(d.rest))])
	d.rest = d.rest[count:]
	return count, nil
}

func (t *transfer) send(ctx context.Context, method, path string, body io.Reader) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, t.host+path, body)
	if err != nil {
		return nil, err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
		request.Trailer = http.Header{"X-Checksum": []string{"none"}}
	}
	response, err := t.client.Do(request)
	if err == nil && response.ProtoMajor != 2 {
		err = fmt.Errorf("spoke %s", response.Proto)
	}
	return response, err
}

// ask sends, reads the whole answer, and expects a status.
func (t *transfer) ask(ctx context.Context, method, path string, body io.Reader, status int) ([]byte, error) {
	response, err := t.send(ctx, method, path, body)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != status {
		err = fmt.Errorf("%s %s: %s: %.200s", method, path, response.Status, answer)
	}
	return answer, err
}

func configMap(name string, size int) []byte {
	object := corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: name}, Data: map[string]string{"value": strings.Repeat("x", size)}}
	object.Kind, object.APIVersion = "ConfigMap", "v1"
	encoded, err := json.Marshal(object)
	if err != nil {
		panic(err)
	}
	return encoded
}

func (t *transfer) sizes(ctx context.Context) error {
	for _, size := range []int{0, 1, 16_384, 65_536, 262_144, 900_000} {
		name := fmt.Sprintf("size-%d", size)
		if _, err := t.ask(ctx, "POST", t.path, bytes.NewReader(configMap(name, size)), 201); err != nil {
			return err
		}
		if _, err := t.ask(ctx, "PUT", t.path+"/"+name, &dripping{configMap(name, size)}, 200); err != nil {
			return err
		}
		answer, err := t.ask(ctx, "GET", t.path+"/"+name, nil, 200)
		if err != nil {
			return err
		}
		var read corev1.ConfigMap
		if err := json.Unmarshal(answer, &read); err != nil {
			return err
		}
		if len(read.Data["value"]) != size {
			return fmt.Errorf("%d bytes became %d", size, len(read.Data["value"]))
		}
	}
	return nil
}

// tooLarge is what the server does not read to its end: it says so all the same.
func (t *transfer) tooLarge(ctx context.Context) error {
	for range 5 {
		if _, err := t.ask(ctx, "POST", t.path, bytes.NewReader(configMap("large", 4<<20)), 413); err != nil {
			return err
		}
		if _, err := t.ask(ctx, "POST", t.path, &dripping{configMap("large", 4<<20)}, 413); err != nil {
			return err
		}
	}
	return nil
}

// together runs many at once, and ends with the first error.
func together(count int, run func(i int) error) error {
	done := make(chan error, count)
	for i := range count {
		go func() { done <- run(i) }()
	}
	for range count {
		if err := <-done; err != nil {
			return err
		}
	}
	return nil
}

func (t *transfer) crowd(ctx context.Context) error {
	return together(250, func(i int) error {
		name := fmt.Sprintf("crowd-%d", i)
		if _, err := t.ask(ctx, "POST", t.path, bytes.NewReader(configMap(name, 97*i)), 201); err != nil {
			return err
		}
		_, err := t.ask(ctx, "GET", t.path+"/"+name, nil, 200)
		return err
	})
}

func (t *transfer) slowReaders(ctx context.Context) error {
	return together(20, func(i int) error {
		if i%2 == 0 {
			_, err := t.ask(ctx, "GET", "/version", nil, 200)
			return err
		}
		response, err := t.send(ctx, "GET", t.path, nil)
		if err != nil {
			return err
		}
		defer response.Body.Close()
		var list corev1.ConfigMapList
		reader := &pausing{from: response.Body}
		if err := json.NewDecoder(reader).Decode(&list); err != nil {
			return err
		}
		if len(list.Items) < 250 {
			return fmt.Errorf("a list of %d", len(list.Items))
		}
		return nil
	})
}

// pausing takes a little at a time.
type pausing struct{ from io.Reader }

func (p *pausing) Read(into []byte) (int, error) {
	time.Sleep(time.Millisecond)
	return p.from.Read(into[:min(len(into), 64*1024)])
}

// brokenOff is what clients do that lose interest: the others do not suffer.
func (t *transfer) brokenOff(ctx context.Context) error {
	return together(300, func(i int) error {
		if i%3 == 0 {
			_, err := t.ask(ctx, "GET", "/version", nil, 200)
			return err
		}
		short, cancel := context.WithTimeout(ctx, time.Duration(i%7)*time.Millisecond)
		defer cancel()
		if response, err := t.send(short, "GET", t.path, nil); err == nil {
			_, _ = io.Copy(io.Discard, response.Body)
			response.Body.Close()
		}
		return nil
	})
}
