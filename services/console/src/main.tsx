import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createQueryClient } from './api/query-client.ts'
import { createConsoleRouter } from './router.tsx'
import { Toasts } from './ui/toasts.tsx'
import './ui/fonts.css'
import './ui/tokens.css'

const queryClient = createQueryClient()
const router = createConsoleRouter(queryClient)
const place = document.getElementById('root')
if (place === null) throw new Error('The page has no place for the console.')

createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <Toasts>
        <RouterProvider router={router} />
      </Toasts>
    </QueryClientProvider>
  </StrictMode>,
)
